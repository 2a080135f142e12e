import { decode } from "@robustness-lab/fixtures/hand-in";
import type { GatheredFile } from "./gather.ts";
import { note, readAs, type Note } from "./notes.ts";

/** Files in UTF-8, or in UTF-16 with a mark, as they are; other texts in UTF-8, with a note on the first line that is not. */
export function toUtf8(files: readonly GatheredFile[]): {
  readonly files: readonly GatheredFile[];
  readonly notes: readonly Note[];
} {
  const decoded = files.map((file) => ({ file, read: decode(file.bytes) }));
  return {
    files: decoded.map(({ file, read }) =>
      read.text === undefined || read.guess === undefined ? file : { ...file, bytes: Buffer.from(read.text) },
    ),
    notes: decoded.flatMap(({ file: { path }, read }) => encodingNotes(path, read)),
  };
}

function encodingNotes(path: string, read: ReturnType<typeof decode>): readonly Note[] {
  if (read.text === undefined)
    return [note("unreadable", path, `line ${read.line} is not text; save it as UTF-8 and hand it in again`)];
  if (read.guess === undefined) return [];
  const { encoding, line } = read.guess;
  return [readAs(path, `as ${encoding}: line ${line} is not UTF-8, in which it should be saved`)];
}
