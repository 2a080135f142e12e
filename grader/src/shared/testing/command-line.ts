import { ROOT } from "../paths.ts";

/** Arguments for `node` that run a command. */
export function commandLine(...words: readonly string[]): readonly string[] {
  return [`${ROOT}robustness-lab`, ...words];
}
