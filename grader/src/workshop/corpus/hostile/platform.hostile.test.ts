import { HOSTILE_KINDS } from "@robustness-lab/fixtures/corpus";
import { declareHostile } from "../testing/declare-hostile-tests.ts";

declareHostile(HOSTILE_KINDS.platform, "after each");
