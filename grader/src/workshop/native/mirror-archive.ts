import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack, type Pack } from "tar-stream";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { FaultError } from "../../shared/errors.ts";
import { LIBRARY_VERSION } from "./packages.ts";

/** The library with the C interface, and the one it is linked with, by the names that the loader looks for. */
const LIBRARY = "libtensorflow_cc.so.2";
const FRAMEWORK = "libtensorflow_framework.so.2";

/** The places of the wheel's files in a release of TensorFlow's C library, which has only the headers of the C interface. */
const PLACES: readonly (readonly [inWheel: RegExp, inArchive: string])[] = [
  [/^tensorflow\/include\/((?:tensorflow\/(?:c|core\/platform)|tsl\/(?:c|platform))\/.+\.h)$/, "include/"],
  [/^tensorflow\/(libtensorflow_(?:cc|framework)\.so\.2)$/, "lib/"],
  [/^tensorflow\/(THIRD_PARTY_NOTICES\.txt)$/, ""],
];

/** The names that the add-on's build and its install script look for. */
const LINKS: Readonly<Record<string, string>> = {
  "lib/libtensorflow.so": LIBRARY,
  "lib/libtensorflow.so.2": LIBRARY,
  [`lib/libtensorflow.so.${LIBRARY_VERSION}`]: LIBRARY,
  "lib/libtensorflow_framework.so": FRAMEWORK,
  [`lib/libtensorflow_framework.so.${LIBRARY_VERSION}`]: FRAMEWORK,
};

const NEEDED = [
  `lib/${LIBRARY}`,
  `lib/${FRAMEWORK}`,
  "include/tensorflow/c/c_api.h",
  "include/tensorflow/c/eager/c_api.h",
];

/** The path of a wheel's file in the archive; undefined if it does not belong there. */
function toArchivePath(inWheel: string): string | undefined {
  for (const [pattern, folder] of PLACES) {
    const name = pattern.exec(inWheel)?.[1];
    if (name !== undefined) return folder + name;
  }
  return undefined;
}

/**
 * Packs the files of a release of TensorFlow's C library, headers and shared libraries, from its wheel for Python, without
 * unpacking them to disk.
 *
 * @throws FaultError if the wheel lacks a file
 */
export async function packArchive(wheel: string, archive: string, signal: AbortSignal): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, createGzip({ level: 1 }), createWriteStream(archive), { signal });
  try {
    await Promise.race([addAll(tar, wheel), written]);
    tar.finalize();
  } catch (error) {
    tar.destroy();
    await written.catch(() => undefined);
    throw error;
  }
  await written;
}

async function addAll(tar: Pack, wheel: string): Promise<void> {
  const zip = await openPromise(wheel, { autoClose: false });
  try {
    const added = new Set<string>();
    for await (const entry of zip.eachEntry()) {
      const path = toArchivePath(entry.fileName);
      if (path === undefined) continue;
      await addFile(tar, zip, { entry, path });
      added.add(path);
    }
    const missing = NEEDED.filter((path) => !added.has(path));
    if (missing.length > 0) throw new FaultError(`the wheel lacks ${missing.join(", ")}: is it another version?`);
    for (const [name, linkname] of Object.entries(LINKS)) tar.entry({ name, type: "symlink", linkname });
  } finally {
    zip.close();
  }
}

async function addFile(tar: Pack, zip: ZipFile, { entry, path }: { readonly entry: Entry; readonly path: string }) {
  const content: Readable = await zip.openReadStreamPromise(entry);
  await pipeline(content, tar.entry({ name: path, size: entry.uncompressedSize, mode: 0o644 }));
}
