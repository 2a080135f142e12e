import {
  admitPictures,
  HAND_IN_LIMITS,
  namedPictures,
  PICTURE_TOO_LARGE,
  PICTURE_WARNING,
  type Picture,
  type PictureProblem,
} from "@robustness-lab/fixtures/hand-in";
import { pathInWords } from "../../shared/quote.ts";
import type { Entry } from "./entry.ts";
import { readAtMost, type Gathered } from "./gather.ts";
import type { Layout } from "./layout.ts";
import type { Note, NoteKind } from "./notes.ts";
import { judgePath, pathIn } from "./paths.ts";
import { UnreadableEntry } from "./problems.ts";

/** The pictures that answers.md names, and notes on those that are left out. */
export interface SubmittedPictures {
  readonly pictures: readonly Picture[];
  readonly notes: readonly Note[];
}

/**
 * Reads the pictures that answers.md names and no others, in a second pass: a submission may hold gigabytes of pictures, and
 * answers.md may be its last entry.
 *
 * @param open starts the second pass
 */
export async function readPictures(
  answers: string,
  { root, notes }: Layout,
  { paths }: Gathered,
  open: () => Promise<AsyncIterable<Entry>>,
): Promise<SubmittedPictures> {
  const prefix = pathIn(root, "");
  const beside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const named = namedPictures(answers, beside);
  const wanted = new Map(named.found.map(({ path }) => [pathIn(root, path), path]));
  const contents = wanted.size === 0 ? new Map<string, never>() : await readWanted(await open(), wanted);
  const { pictures, problems } = admitPictures(named, contents);
  const read = notes.filter(({ kind, path }) => !ABOUT_FILES.includes(kind) || !wanted.has(path));
  return { pictures, notes: [...read, ...problems.map(pictureNote)] };
}

/** Notes that a note on the picture replaces. */
const ABOUT_FILES: readonly string[] = ["wrong-kind", "symlink", "special-file"] satisfies readonly NoteKind[];

async function readWanted(
  entries: AsyncIterable<Entry>,
  wanted: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const contents = new Map<string, Uint8Array | string>();
  for await (const entry of entries) {
    const judged = judgePath(entry.path);
    const path = judged.status === "usable" && entry.kind !== "folder" ? wanted.get(judged.path) : undefined;
    if (path !== undefined) contents.set(path, contents.has(path) ? "it is there twice" : await readContents(entry));
  }
  return contents;
}

/** The bytes of a picture, or the reason why they are not read. A reader never waits for more than the limit. */
async function readContents(entry: Entry): Promise<Uint8Array | string> {
  if (entry.kind !== "file") return entry.kind === "symlink" ? "it is a link" : "it is not a file";
  try {
    return (await readAtMost(entry, HAND_IN_LIMITS.maxPictureBytes)) ?? PICTURE_TOO_LARGE;
  } catch (error) {
    if (error instanceof UnreadableEntry) return error.message;
    throw error;
  }
}

function pictureNote({ written, line, why }: PictureProblem): Note {
  const message = `${PICTURE_WARNING}${pathInWords(written)} of answers.md (line ${line}) was left out: ${why}`;
  return { kind: "picture", path: written, message };
}
