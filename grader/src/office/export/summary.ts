import { visible } from "../../shared/escape.ts";
import type { Skipped } from "./exportable.ts";

/** The outcome of an export. */
export interface Exported {
  readonly files: readonly { readonly path: string; readonly contents: string }[];
  readonly skipped: readonly Skipped[];
  readonly rowsWithoutResult?: readonly string[];
  /** Students whose total is less than their points. */
  readonly penalties?: readonly string[];
}

/** Renders the outcome of an export for a terminal. */
export function renderExported({ files, skipped, rowsWithoutResult = [], penalties = [] }: Exported): string {
  return [
    ...files.map(({ path, contents }) => `${visible(path)}: ${contents}`),
    ...section("With a penalty for lateness", penalties),
    ...section(
      "Not exported",
      skipped.map(({ what, why }) => `${what}: ${why}`),
    ),
    ...section("In the gradebook without a result", rowsWithoutResult),
  ].join("\n");
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", `${heading} (${lines.length}):`, ...lines.map((line) => `  ${visible(line, 300)}`)];
}
