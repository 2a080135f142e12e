/* What a test needs of the code of the sandbox, from the same bundle as the functions that it tries. */
export { loadEngine } from "@robustness-lab/fixtures/engine";
export { build } from "../../../pipeline/run/arguments/build.ts";
export { toPlain } from "../../../pipeline/run/child/plain.ts";
