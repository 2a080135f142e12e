import { MALFORMED } from "@robustness-lab/fixtures/corpus";
import { declareMalformed } from "../testing/declare-hostile-tests.ts";

declareMalformed(MALFORMED);
