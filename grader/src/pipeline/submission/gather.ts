import type { Entry } from "./entry.ts";
import { formatBytes, STAGING_LIMITS } from "./staging-limits.ts";
import { note, type Note } from "./notes.ts";
import { isAnswers, isCode, judgePath, rootOf } from "./paths.ts";
import { SubmissionProblem, UnreadableEntry } from "./problems.ts";

/** A file that may be staged, in memory. */
export interface GatheredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All that was handed in and may matter. */
export interface Gathered {
  readonly files: readonly GatheredFile[];
  readonly notes: readonly Note[];
  /** The names at the top of what was handed in, those that are not ignored. */
  readonly topNames: readonly string[];
}

interface Collection {
  readonly files: GatheredFile[];
  readonly notes: Note[];
  readonly topNames: Set<string>;
  scannedEntries: number;
  entries: number;
  readBytes: number;
}

/** Reads what may be staged, holding it to the limits; throws SubmissionProblem where one makes grading pointless. */
export async function gatherFiles(entries: AsyncIterable<Entry>): Promise<Gathered> {
  const collection = { files: [], notes: [], topNames: new Set<string>(), scannedEntries: 0, entries: 0, readBytes: 0 };
  for await (const entry of entries) await collectEntry(entry, collection);
  return { ...collection, topNames: [...collection.topNames].sort() };
}

async function collectEntry(entry: Entry, collection: Collection): Promise<void> {
  collection.scannedEntries += 1;
  if (collection.scannedEntries > STAGING_LIMITS.maxScannedEntries)
    throw tooManyEntries(STAGING_LIMITS.maxScannedEntries);
  const judged = judgePath(entry.path);
  if (judged.status === "ignored") return;
  collection.entries += 1;
  if (collection.entries > STAGING_LIMITS.maxEntries) throw tooManyEntries(STAGING_LIMITS.maxEntries);
  if (judged.status === "unsafe") collection.notes.push(note("unsafe-path", entry.path, judged.why));
  if (judged.status === "over-limit") collection.notes.push(note("limit", entry.path, judged.why));
  if (judged.status === "usable") await collectUsable(judged.path, entry, collection);
}

async function collectUsable(path: string, entry: Entry, collection: Collection): Promise<void> {
  collection.topNames.add(path.split("/", 1).join());
  if (entry.kind === "folder") return;
  if (entry.kind === "symlink") return void collection.notes.push(note("symlink", path, "it is a link"));
  if (entry.kind === "special") return void collection.notes.push(note("special-file", path, "it is not a file"));
  const isInSrc = rootOf(path) !== undefined;
  if ((isInSrc && isCode(path)) || isAnswers(path)) return collectContents(path, entry, collection);
  if (isInSrc) collection.notes.push(note("wrong-kind", path, "only .ts, .js and .json files of src/ are read"));
}

async function collectContents(path: string, entry: Entry, collection: Collection): Promise<void> {
  try {
    const bytes = await readContents(entry, collection);
    const tooLarge = `it is larger than ${formatBytes(STAGING_LIMITS.maxFileBytes)}`;
    if (bytes === undefined) collection.notes.push(note("limit", path, tooLarge));
    else collection.files.push({ path, bytes });
  } catch (error) {
    if (!(error instanceof UnreadableEntry)) throw error;
    collection.notes.push(note("unreadable", path, error.message));
  }
}

/** The bytes of a file, or undefined for one that is too large. Counts what arrives and believes no header. */
async function readContents(entry: Entry, collection: Collection): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry.open()) {
    bytes += chunk.length;
    collection.readBytes += chunk.length;
    assertWithinLimits(bytes, collection.readBytes, entry.packedBytes);
    if (bytes > STAGING_LIMITS.maxFileBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function assertWithinLimits(bytes: number, totalBytes: number, packedBytes = Infinity): void {
  if (bytes > STAGING_LIMITS.ratioFreeBytes && bytes > packedBytes * STAGING_LIMITS.maxCompressionRatio) {
    throw new SubmissionProblem("A file in the archive unpacks to far more than it holds; pack your own sources only.");
  }
  if (totalBytes <= STAGING_LIMITS.maxTotalBytes) return;
  const limit = formatBytes(STAGING_LIMITS.maxTotalBytes);
  throw new SubmissionProblem(`The submission holds more than ${limit} of sources; hand in only src/ and answers.md.`);
}

function tooManyEntries(limit: number): SubmissionProblem {
  const message = `The submission holds more than ${limit} files and folders; hand in only src/ and answers.md.`;
  return new SubmissionProblem(message);
}
