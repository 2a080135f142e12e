import { HOSTILE_KINDS } from "@robustness-lab/fixtures/submissions";
import { declareHostile } from "./declare.ts";

declareHostile(HOSTILE_KINDS.answers, "after all");
