import { ROOT } from "../paths.ts";

/** Node's arguments that run a command. */
export function commandLine(...words: readonly string[]): readonly string[] {
  return [`${ROOT}robustness-lab`, ...words];
}
