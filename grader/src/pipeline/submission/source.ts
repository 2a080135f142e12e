import { open, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { messageOf, UsageError } from "../../shared/errors.ts";
import type { Entry } from "./entry.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { readFolder } from "./read-folder.ts";

/** An opened submission: its name and its entries. */
export interface Source {
  readonly name: string;
  readonly entries: AsyncIterable<Entry>;
  /** True for an archive. */
  readonly isPacked: boolean;
}

const EXPECTED = "expected a folder, .zip, .tar.gz, .tgz or .tar";
const ARCHIVE_EXTENSION = /\.(zip|tar|tgz|tar\.gz)$/i;
const TAR_MAGIC_OFFSET = 257;
const HEAD_BYTES = 512;

/** Opens a folder or an archive, whose format is detected by its first bytes. @throws UsageError */
export async function openSource(source: string): Promise<Source> {
  const stats = await orUsageError(source, () => stat(source));
  const name = await nameOfSource(source);
  if (stats.isDirectory()) return { name, isPacked: false, entries: readFolder(source) };
  // A pipe would be waited for.
  if (!stats.isFile()) throw new UsageError(`${JSON.stringify(source)} is not a file; ${EXPECTED}`);
  const head = await orUsageError(source, () => readHead(source));
  return { name, isPacked: true, entries: await openArchive(source, head, source) };
}

/** The name of a submission, from its path. */
export async function nameOfSource(source: string): Promise<string> {
  const isFolder = (await stat(source)).isDirectory();
  return nameOf(isFolder ? source : basename(source).replace(ARCHIVE_EXTENSION, ""));
}

/** Opens an archive in an archive or in a folder. @throws UsageError */
export function openBytes(bytes: Buffer, path: string): Promise<AsyncIterable<Entry>> {
  return openArchive(bytes, bytes.subarray(0, HEAD_BYTES), path);
}

/** True for the name of an archive, of formats too that are refused with a message. */
export function isArchive(path: string): boolean {
  return /\.(zip|tar|tgz|tar\.gz|rar|7z|gz|bz2|xz|zipx)$/i.test(path);
}

/** Loads the libraries of the one format that is needed. */
async function openArchive(source: string | Buffer, head: Buffer, path: string): Promise<AsyncIterable<Entry>> {
  if (head.length === 0) throw new UsageError(`${JSON.stringify(path)} is an empty file; ${EXPECTED}`);
  const start = head.toString("latin1");
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) {
    return (await import("./read-zip.ts")).readZip(source);
  }
  const isGzipped = start.startsWith("\x1f\x8b");
  if (isGzipped || start.startsWith("ustar", TAR_MAGIC_OFFSET)) {
    return (await import("./read-tar.ts")).readTar(source, isGzipped);
  }
  throw new UsageError(
    `${JSON.stringify(path)} is not an archive this grader reads; ${EXPECTED}: pack the folder as one of these`,
  );
}

/** Resolved first, so that "." has a name. */
function nameOf(path: string): string {
  return clipName(basename(resolve(path))) || "submission";
}

/** Shortens a name by code points, so that no surrogate pair is cut in two. */
export function clipName(name: string): string {
  return Array.from(name).slice(0, STAGING_LIMITS.maxNameLength).join("");
}

async function readHead(source: string): Promise<Buffer> {
  const file = await open(source);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function orUsageError<T>(source: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new UsageError(`${JSON.stringify(source)} ${reasonOf(cause)}; ${EXPECTED}: check the path`, { cause });
  }
}

/** The error's code, because its message contains this machine's path. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : messageOf(cause);
  return code === "ENOENT" || code === "ENOTDIR" ? "does not exist" : `cannot be read (${code})`;
}
