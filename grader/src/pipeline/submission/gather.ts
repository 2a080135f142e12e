import { formatBytes, isAnswers, isCode } from "@robustness-lab/fixtures/hand-in";
import type { Entry } from "./entry.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { note, type Note } from "./notes.ts";
import { isCodeLike } from "./likely-names.ts";
import { judgePath, rootOf } from "./paths.ts";
import { SubmissionProblem, UnreadableEntry } from "./problems.ts";
import { isWrittenText } from "./written-names.ts";

/** A file that may be staged, in memory. */
export interface GatheredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The relevant contents of a submission. */
export interface Gathered {
  readonly files: readonly GatheredFile[];
  /** Small files elsewhere that may be meant for src/, or be the written part. */
  readonly loose: readonly GatheredFile[];
  /** Of these, those that cannot be read. */
  readonly locked: readonly string[];
  readonly notes: readonly Note[];
  /** The names at the top level that are not ignored. */
  readonly topNames: readonly string[];
  /** Every file, link and device that is not ignored. */
  readonly paths: readonly string[];
}

interface Gathering {
  readonly files: GatheredFile[];
  readonly loose: GatheredFile[];
  readonly locked: string[];
  readonly notes: Note[];
  readonly topNames: Set<string>;
  readonly paths: string[];
  scannedEntries: number;
  entries: number;
  readBytes: number;
  looseBytes: number;
}

/** Reads the files that may be staged, within the limits. @throws SubmissionProblem if it cannot be graded at all */
export async function gatherFiles(entries: AsyncIterable<Entry>): Promise<Gathered> {
  const counts = { scannedEntries: 0, entries: 0, readBytes: 0, looseBytes: 0 };
  const lists = { files: [], loose: [], locked: [], notes: [], paths: [] };
  const gathering: Gathering = { ...lists, topNames: new Set<string>(), ...counts };
  for await (const entry of entries) await gatherEntry(entry, gathering);
  return { ...gathering, topNames: [...gathering.topNames].sort() };
}

async function gatherEntry(entry: Entry, gathering: Gathering): Promise<void> {
  gathering.scannedEntries += 1;
  assertAtMost(STAGING_LIMITS.maxScannedEntries, gathering.scannedEntries);
  const judged = judgePath(entry.path);
  if (judged.status === "ignored") return;
  gathering.entries += 1;
  assertAtMost(STAGING_LIMITS.maxEntries, gathering.entries);
  if (judged.status === "unsafe") gathering.notes.push(note("unsafe-path", entry.path, judged.why));
  if (judged.status === "over-limit") gathering.notes.push(note("limit", entry.path, judged.why));
  if (judged.status === "usable") await gatherUsable(judged.path, entry, gathering);
}

async function gatherUsable(path: string, entry: Entry, gathering: Gathering): Promise<void> {
  gathering.topNames.add(path.split("/", 1).join());
  if (entry.kind === "folder") return;
  gathering.paths.push(path);
  if (entry.kind === "symlink") return void gathering.notes.push(note("symlink", path, "it is a link"));
  if (entry.kind === "special") return void gathering.notes.push(note("special-file", path, "it is not a file"));
  const isInSrc = rootOf(path) !== undefined;
  if ((isInSrc && isCode(path)) || isAnswers(path)) return gatherContents(path, entry, gathering);
  if (isCodeLike(path) || isWrittenText(path)) await gatherLoose(path, entry, gathering);
  if (isInSrc) gathering.notes.push(note("wrong-kind", path, "only .ts, .js and .json files of src/ are read"));
}

async function gatherContents(path: string, entry: Entry, gathering: Gathering): Promise<void> {
  try {
    const bytes = await readContents(entry, gathering);
    const tooLarge = `it is larger than ${formatBytes(STAGING_LIMITS.maxFileBytes)}`;
    if (bytes === undefined) gathering.notes.push(note("limit", path, tooLarge));
    else gathering.files.push({ path, bytes });
  } catch (error) {
    if (!(error instanceof UnreadableEntry)) throw error;
    gathering.notes.push(note("unreadable", path, error.message));
  }
}

/** Reads a file that nothing promises to be meant, so no size of it makes the submission unreadable. */
async function gatherLoose(path: string, entry: Entry, gathering: Gathering): Promise<void> {
  if (gathering.looseBytes >= STAGING_LIMITS.maxLooseTotalBytes) return;
  const bytes = await readAtMost(entry, STAGING_LIMITS.maxLooseBytes).catch((error: unknown) => {
    if (!(error instanceof UnreadableEntry)) throw error;
    gathering.locked.push(path);
  });
  if (bytes === undefined) return;
  gathering.looseBytes += bytes.length;
  gathering.loose.push({ path, bytes });
}

/** The bytes of a file; undefined if it is larger. A reader never waits for more. @throws UnreadableEntry */
export async function readAtMost(entry: Entry, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry.open()) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The bytes of a file; undefined if it is too large. Counts the bytes read, because headers may lie. */
async function readContents(entry: Entry, gathering: Gathering): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry.open()) {
    bytes += chunk.length;
    gathering.readBytes += chunk.length;
    assertWithinLimits(bytes, gathering.readBytes, entry.packedBytes);
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

function assertAtMost(limit: number, entries: number): void {
  if (entries <= limit) return;
  const message = `The submission holds more than ${limit} files and folders; hand in only src/ and answers.md.`;
  throw new SubmissionProblem(message);
}
