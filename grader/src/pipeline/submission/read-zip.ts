import { crc32 } from "node:zlib";
import { type Entry as ZipEntry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { type Entry, readableChunks } from "./entry.ts";
import { SubmissionProblem } from "./problems.ts";
import { messageOf } from "../../shared/errors.ts";

const TYPE_MASK = 0o170000;
const KINDS: ReadonlyMap<number, Entry["kind"]> = new Map([
  [0, "file"],
  [0o100000, "file"],
  [0o040000, "folder"],
  [0o120000, "symlink"],
]);

/** The entries of a zip archive, a file or its bytes. */
export async function* readZip(file: string | Buffer): AsyncGenerator<Entry> {
  const zip = await orDamaged(() => openZip(file));
  try {
    const entries = zip.eachEntry();
    for (;;) {
      const next = await orDamaged(() => entries.next());
      if (next.done === true) return;
      yield toEntry(zip, next.value);
    }
  } finally {
    zip.close();
  }
}

/** Names stay undecoded, because yauzl otherwise rejects the whole archive at the first path that leads out of it. */
function openZip(file: string | Buffer): Promise<ZipFile> {
  const options = { decodeStrings: false, autoClose: false };
  return typeof file === "string" ? openPromise(file, options) : fromBufferPromise(file, options);
}

function toEntry(zip: ZipFile, entry: ZipEntry): Entry {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const path = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const open = () => readableChunks(() => readEntry(zip, entry));
  return { path, kind: kindOf(path, entry), packedBytes: entry.compressedSize, open };
}

/** The high half of the attributes is the Unix mode, or 0 if a DOS tool wrote the archive. */
function kindOf(path: string, entry: ZipEntry): Entry["kind"] {
  const kind = KINDS.get((entry.externalFileAttributes >>> 16) & TYPE_MASK) ?? "special";
  return kind === "file" && path.endsWith("/") ? "folder" : kind;
}

/** Verifies the checksum; yauzl verifies the length only. */
async function* readEntry(zip: ZipFile, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  const chunks: AsyncIterable<Uint8Array> = await zip.openReadStreamPromise(entry);
  for await (const chunk of chunks) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) throw new Error("the checksum differs");
}

async function orDamaged<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new SubmissionProblem(`The zip archive is damaged (${messageOf(cause)}); pack it again.`, { cause });
  }
}
