import { collisionKey } from "@robustness-lab/fixtures/hand-in";
import { countWords } from "../../pipeline/report/wording.ts";
import { UsageError } from "../../shared/errors.ts";
import { quoted } from "../../shared/quote.ts";
import type { ClassEntry, ClassFile } from "./class-file.ts";
import { toFileName, withSuffix, type PlannedSubmission } from "./plan.ts";

/** What becomes of the students of a class who are not among the submissions of this run. */
export type Previous = "keep" | "drop";

const MAX_NAMES = 5;

/** @throws UsageError if a student of the class is not among the submissions */
export function assertNobodyVanishes(
  planned: readonly PlannedSubmission[],
  previous: ClassFile | undefined,
  { source, out }: { readonly source: string; readonly out: string },
): void {
  const ids = new Set(planned.map(({ id }) => id));
  const gone = (previous?.submissions ?? []).filter(({ id }) => !ids.has(id));
  if (gone.length === 0) return;
  const names = gone
    .slice(0, MAX_NAMES)
    .map(({ id, name }) => (id === name ? quoted(name) : `${quoted(name)} (${id})`));
  const more = gone.length > MAX_NAMES ? ` and ${gone.length - MAX_NAMES} more` : "";
  throw new UsageError(
    `${out} has ${countWords(gone.length, "student")} who ${gone.length === 1 ? "is" : "are"} not in ${source}: ${names.join(", ")}${more}; ` +
      "--add keeps them and adds these, --drop leaves them out",
  );
}

/** Gives the submissions of a later run the folders of the first, with the marks in them, and newcomers folders of their own. */
export function withKnownFolders(
  planned: readonly PlannedSubmission[],
  previous: ClassFile | undefined,
): readonly PlannedSubmission[] {
  const before = new Map((previous?.submissions ?? []).map((entry) => [entry.id, folderOf(entry)]));
  const taken = new Set([...before.values()].flatMap((folder) => (folder === undefined ? [] : [collisionKey(folder)])));
  return planned.map((each) => {
    const folder = before.get(each.id) ?? free(each, taken);
    taken.add(collisionKey(folder));
    return { ...each, folder };
  });
}

function folderOf(entry: ClassEntry): string | undefined {
  return "folder" in entry ? entry.folder : undefined;
}

function free({ id, name, folder }: PlannedSubmission, taken: ReadonlySet<string>): string {
  return taken.has(collisionKey(folder)) ? withSuffix(toFileName(name), id, taken) : folder;
}
