import { basename, resolve } from "node:path";
import { versionOf } from "../marks/durable-file.ts";
import { findMarksFiles, readMarksFile } from "../marks/marks-file.ts";
import { parseMarks, type FileSubmission } from "../marks/parse-marks.ts";
import type { WrittenQuestion } from "../../pipeline/score/written.ts";

/** A marks file of another marker. */
interface OtherFile {
  readonly marker: string;
  readonly submissions: ReadonlyMap<string, FileSubmission>;
}

/** The other marks files of a class. */
export interface OtherFiles {
  readonly files: () => readonly OtherFile[];
  /** Reads the files that changed. @returns true if there were some */
  readonly refresh: () => Promise<boolean>;
}

/** Reads the marks files in a folder, but for `own`. A file with mistakes stays as it was last, or is left out. */
export async function openOthers(
  folder: string,
  own: string,
  questions: readonly WrittenQuestion[],
): Promise<OtherFiles> {
  const read = new Map<string, { readonly version: string; readonly file: OtherFile | undefined }>();
  const refresh = async (): Promise<boolean> => {
    const current = (await findMarksFiles(folder)).filter((path) => resolve(path) !== resolve(own));
    let isChanged = false;
    for (const path of [...read.keys()].filter((each) => !current.includes(each))) {
      read.delete(path);
      isChanged = true;
    }
    for (const path of current) {
      const version = (await versionOf(path).catch(() => undefined)) ?? "gone";
      if (read.get(path)?.version === version) continue;
      read.set(path, { version, file: (await readOther(path, questions)) ?? read.get(path)?.file });
      isChanged = true;
    }
    return isChanged;
  };
  await refresh();
  return { files: () => [...read.values()].flatMap(({ file }) => file ?? []), refresh };
}

async function readOther(path: string, questions: readonly WrittenQuestion[]): Promise<OtherFile | undefined> {
  const text = await readMarksFile(path).catch(() => undefined);
  if (text === undefined) return undefined;
  const { marker, submissions, mistakes } = parseMarks(text, path, questions);
  if (mistakes.length > 0) return undefined;
  const byName = new Map(submissions.map((each) => [each.name, each]));
  return { marker: marker ?? basename(path), submissions: byName };
}
