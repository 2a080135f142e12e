import { UnreadableEntry } from "./problems.ts";

/** One file, folder or other thing in what was handed in, from whichever kind of container. */
export interface Entry {
  /** As the container spells it, "/" between segments. Not to be trusted. */
  readonly path: string;
  readonly kind: "file" | "folder" | "symlink" | "special";
  /** The bytes it takes up in the archive, where each entry is compressed by itself. */
  readonly packedBytes?: number;
  /** The contents of a file, chunk by chunk; throws UnreadableEntry. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** The chunks of a container's stream, with its errors told apart from the bugs of whoever reads it. */
export async function* readableChunks(open: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* open();
  } catch (cause) {
    throw new UnreadableEntry("it cannot be read (damaged, protected or in an unusual format)", { cause });
  }
}
