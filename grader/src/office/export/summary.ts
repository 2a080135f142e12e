import { visible } from "../../shared/escape.ts";
import { groupBy } from "../../shared/group-by.ts";
import type { Skipped } from "./exportable.ts";
import { CANNOT_BE_READ } from "./grade.ts";

const MAX_NAMES = 5;
const MAX_CHARACTERS = 300;

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
    ...section("Not exported", skippedLines(skipped), skipped.length),
    ...section("In the gradebook without a result", rowsWithoutResult),
  ].join("\n");
}

/** Students with the same reason together; first those that cannot be read, whom somebody has to ask. */
function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  const [asked, others] = [skipped.filter(isUnreadable), skipped.filter((each) => !isUnreadable(each))];
  return [...groupBy([...asked, ...others], ({ why }) => why)].flatMap(([why, group]) => {
    const names = group.map(({ what }) => what);
    if (names.length === 1) return [`${names.join("")}: ${why}`];
    const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : "";
    return [`${names.length}: ${why}`, `  ${names.slice(0, MAX_NAMES).join(", ")}${more}`];
  });
}

function isUnreadable({ why }: Skipped): boolean {
  return why.startsWith(CANNOT_BE_READ);
}

function section(heading: string, lines: readonly string[], count = lines.length): readonly string[] {
  if (lines.length === 0) return [];
  return ["", `${heading} (${count}):`, ...lines.map((line) => `  ${visible(line, MAX_CHARACTERS)}`)];
}
