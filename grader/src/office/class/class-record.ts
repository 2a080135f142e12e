import { CLASS_SCHEMA_ID, type ClassEntry, type ClassFile, type ClassSettings } from "./class-file.ts";
import { writeClass } from "./class-folder.ts";
import { dated } from "./dated.ts";
import { toEntryWithout } from "./entry.ts";
import { inOrder, type PlannedSubmission } from "./plan.ts";

/** class.json while a class is being graded. */
export interface ClassRecord {
  readonly file: () => ClassFile;
  /** Updates an entry, on disk too. */
  readonly set: (entry: ClassEntry) => Promise<void>;
  readonly save: () => Promise<void>;
}

/** Starts with the entries of the previous run, of those alone who are planned, or of all; the others are pending. */
export function openRecord(
  planned: readonly PlannedSubmission[],
  settings: ClassSettings,
  previous: ClassFile | undefined,
  { out, keepsOthers }: { readonly out: string; readonly keepsOthers: boolean },
): ClassRecord {
  const before = new Map(previous?.submissions.map((entry) => [entry.id, entry]));
  const own = planned.map((each) => before.get(each.id) ?? toEntryWithout(each, { status: "pending" }));
  const isOwn = new Set(own.map(({ id }) => id));
  const others = keepsOthers ? [...before.values()].filter(({ id }) => !isOwn.has(id)) : [];
  const entries = new Map([...own, ...others].sort(inOrder).map((entry) => [entry.id, entry]));
  const file = (): ClassFile => {
    const submissions = [...entries.values()].map((entry) => dated(entry, settings.course));
    return { schema: CLASS_SCHEMA_ID, ...settings, submissions };
  };
  // One after the other, each with all entries so far: lanes finish at once, and an older file must not be written last.
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    saving = saving.catch(() => undefined).then(() => writeClass(file(), out));
    return saving;
  };
  const set = async (entry: ClassEntry): Promise<void> => {
    // A run that was stopped must not overwrite an earlier outcome.
    if (entry.status === "pending") return;
    const kept = withKnownTime(entry, before.get(entry.id));
    const isNew = JSON.stringify(kept) !== JSON.stringify(entries.get(entry.id));
    entries.set(entry.id, kept);
    if (isNew) await save();
  };
  return { file, set, save };
}

/** The same files were handed in at the same time; of other files nobody knows. */
function withKnownTime(entry: ClassEntry, before: ClassEntry | undefined): ClassEntry {
  if (entry.submittedAt !== undefined || before?.submittedAt === undefined) return entry;
  const isSame = "sha256" in entry && "sha256" in before && entry.sha256 === before.sha256;
  return isSame ? { ...entry, submittedAt: before.submittedAt } : entry;
}
