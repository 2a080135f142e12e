import { MALFORMED } from "@robustness-lab/fixtures/submissions";
import { declareMalformed } from "./declare.ts";

declareMalformed(MALFORMED);
