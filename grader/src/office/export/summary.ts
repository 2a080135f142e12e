import { visible } from "../../shared/escape.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import type { Left } from "./exportable.ts";

/** What an export made, and whoever is not in it. */
export interface Exported {
  readonly files: readonly { readonly path: string; readonly holds: string }[];
  readonly left: readonly Left[];
  /** Rows of a gradebook that no result was for. */
  readonly without?: readonly string[];
}

/** An export as lines for a terminal. */
export function renderExported({ files, left, without = [] }: Exported): string {
  return [
    ...files.map(({ path, holds }) => `${visible(path)}: ${holds}`),
    ...section("Not exported", left.map(leftWords)),
    ...section("In the gradebook without a result", without),
  ].join("\n");
}

/** How many of something, in a few words. */
export function gradesWords(count: number): string {
  return countWords(count, "grade");
}

function leftWords({ what, why }: Left): string {
  return `${what}: ${why}`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", `${heading} (${lines.length}):`, ...lines.map((line) => `  ${visible(line, 300)}`)];
}
