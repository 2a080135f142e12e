import { EXERCISES } from "@robustness-lab/fixtures/exercises";

/** The targets of a function or a file of the exercise: the address "#open=..." is handled by the page. */
export function exerciseTarget(code: string): string | null {
  const exercise = EXERCISES.find(({ file, functions }) => functions.includes(code) || `src/${file}` === code);
  return exercise === undefined && code !== "answers.md" ? null : openAddress(code);
}

/** The address of a link that opens a file or a function in the editor. */
function openAddress(what: string): string {
  return `#open=${encodeURIComponent(what)}`;
}
