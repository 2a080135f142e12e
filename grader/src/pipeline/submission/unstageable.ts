import { createHash } from "node:crypto";
import type { GatheredFile } from "./gather.ts";
import type { Note } from "./notes.ts";

/** A submission that cannot be graded. The message tells the student why. */
export interface UnstageableSubmission {
  readonly status: "problem";
  readonly name: string;
  /** The digest of no files. */
  readonly sha256: string;
  readonly message: string;
  readonly notes: readonly Note[];
}

/** A submission that cannot be staged, with the digest of no files. */
export function unstageable(name: string, message: string, notes: readonly Note[] = []): UnstageableSubmission {
  return { status: "problem", name, sha256: digest([]), message, notes };
}

/** Hashes lengths before contents, so that no two sets of files hash the same bytes. */
export function digest(files: readonly GatheredFile[]): string {
  const hash = createHash("sha256");
  for (const { path, bytes } of files) hash.update(`${Buffer.byteLength(path)}:${path}${bytes.length}:`).update(bytes);
  return hash.digest("hex");
}
