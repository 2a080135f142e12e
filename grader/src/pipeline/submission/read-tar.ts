import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Extract } from "tar-stream";
import { type Entry, readableChunks } from "./entry.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { SubmissionProblem } from "./problems.ts";
import { messageOf } from "../../shared/errors.ts";

type TarEntry = Extract extends AsyncIterable<infer Item> ? Item : never;

/** Streams the entries of a tar archive, a file or its bytes, gzipped or not, one chunk in memory at a time. */
export async function* readTar(file: string | Buffer, gzipped: boolean): AsyncGenerator<Entry> {
  const size = typeof file === "string" ? (await stat(file)).size : file.length;
  const unpacked = extract();
  const feeding = feed(file, gzipped, size, unpacked);
  // The loop below throws the same error; without this handler it would also be an unhandled rejection.
  feeding.catch(() => undefined);
  try {
    for await (const entry of unpacked) {
      yield toEntry(entry);
      entry.resume();
    }
    await feeding;
  } catch (cause) {
    throw asProblem(cause);
  }
}

function feed(file: string | Buffer, gzipped: boolean, packedBytes: number, unpacked: Extract): Promise<void> {
  const source = typeof file === "string" ? createReadStream(file) : Readable.from([file]);
  const guard = guardOf(packedBytes, unpacked);
  // tar-stream uses streamx: pipeline accepts its streams, but the types do not match.
  const sink = unpacked as unknown as NodeJS.WritableStream;
  return gzipped ? pipeline(source, createGunzip(), guard, sink) : pipeline(source, guard, sink);
}

/**
 * Passes bytes on until there are too many, too many for the size of the archive, or too many since the end of an entry:
 * tar-stream shows entries, and keeps to itself the headers before them, which may be many and large.
 */
function guardOf(packedBytes: number, unpacked: Extract): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  let bytes = 0;
  let entriesEnd = 0;
  unpacked.on("entry", ({ size, type }) => (entriesEnd = bytes + (type === "directory" ? 0 : size)));
  return async function* (chunks) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      const isBomb = bytes > STAGING_LIMITS.ratioFreeBytes && bytes > packedBytes * STAGING_LIMITS.maxCompressionRatio;
      if (bytes > STAGING_LIMITS.maxUnpackedBytes || isBomb) {
        throw new SubmissionProblem("The archive unpacks to far more than it holds; hand in only src/ and answers.md.");
      }
      if (bytes - entriesEnd > STAGING_LIMITS.maxHeaderBytes) {
        throw new SubmissionProblem("The tar archive has too many headers before a file; pack it again.");
      }
      yield chunk;
    }
  };
}

function toEntry(entry: TarEntry): Entry {
  const open = () => readableChunks(() => chunksOf(entry));
  return { path: entry.header.name, kind: kindOf(entry.header.type), open };
}

/** Without for-await, because leaving such a loop early destroys the entry and with it the stream of the whole archive. */
async function* chunksOf(entry: TarEntry): AsyncGenerator<Uint8Array> {
  const chunks = (entry as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}

function kindOf(type: TarEntry["header"]["type"]): Entry["kind"] {
  if (type === "file" || type === "contiguous-file") return "file";
  if (type === "directory") return "folder";
  // Like a symlink, a hard link may point anywhere on the disk where the archive is unpacked.
  return type === "symlink" || type === "link" ? "symlink" : "special";
}

function asProblem(cause: unknown): SubmissionProblem {
  if (cause instanceof SubmissionProblem) return cause;
  return new SubmissionProblem(`The tar archive is damaged (${messageOf(cause)}); pack it again.`, { cause });
}
