import { UnreadableEntry } from "./problems.ts";

/** One file, folder, link or device of a submission, from a folder or an archive. */
export interface Entry {
  /** As the folder or archive spells it, with "/" between segments. Untrusted. */
  readonly path: string;
  readonly kind: "file" | "folder" | "symlink" | "special";
  /** Its compressed size, in formats that compress each entry separately. */
  readonly packedBytes?: number;
  /** Streams the contents of a file. @throws UnreadableEntry */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** The chunks of an entry. Errors become UnreadableEntry, to distinguish them from bugs of the reader. */
export async function* readableChunks(open: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* open();
  } catch (cause) {
    throw new UnreadableEntry("it cannot be read (damaged, protected or in an unusual format)", { cause });
  }
}
