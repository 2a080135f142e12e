import { ROOT } from "../paths.ts";
import { HAS_BUBBLEWRAP } from "./bubblewrap.ts";

/** Arguments for `node` that run a command. Tests grade only what is ours, so they need no bubblewrap. */
export function commandLine(...words: readonly string[]): readonly string[] {
  const [command = ""] = words;
  const isFree = HAS_BUBBLEWRAP || !["grade", "grade-class"].includes(command) || words.includes("--isolation");
  return [`${ROOT}robustness-lab`, ...words, ...(isFree ? [] : ["--isolation", "node"])];
}
