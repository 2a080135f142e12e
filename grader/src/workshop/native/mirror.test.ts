import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packArchive } from "./mirror-archive.ts";
import { archiveName } from "./packages.ts";
import { serveMirror } from "./serve-mirror.ts";
import { WHEEL_FILES, writeWheel } from "./testing/fake-wheel.ts";

/* From a wheel to the file that tfjs-node's install script fetches. */

const ALIVE = new AbortController().signal;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mirror-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the archive has the C headers and libraries where tfjs-node looks for them, and nothing of Python", async () => {
  expect(await packed(WHEEL_FILES)).toEqual({
    "THIRD_PARTY_NOTICES.txt": "licences",
    "include/tensorflow/c/c_api.h": "// C",
    "include/tensorflow/c/eager/c_api.h": "// eager",
    "include/tensorflow/core/platform/ctstring_internal.h": "// strings",
    "include/tsl/platform/ctstring_internal.h": "// strings too",
    "lib/libtensorflow.so": "-> libtensorflow_cc.so.2",
    "lib/libtensorflow.so.2": "-> libtensorflow_cc.so.2",
    "lib/libtensorflow.so.2.9.1": "-> libtensorflow_cc.so.2",
    "lib/libtensorflow_cc.so.2": "the library",
    "lib/libtensorflow_framework.so": "-> libtensorflow_framework.so.2",
    "lib/libtensorflow_framework.so.2": "the framework",
    "lib/libtensorflow_framework.so.2.9.1": "-> libtensorflow_framework.so.2",
  });
});

test("the error for a wheel without a C library names the missing files", async () => {
  const rest = Object.entries(WHEEL_FILES).filter(([name]) => name !== "tensorflow/libtensorflow_cc.so.2");
  await expect(packed(Object.fromEntries(rest))).rejects.toThrow(
    "the wheel lacks lib/libtensorflow_cc.so.2: is it another version?",
  );
});

test("an abort stops the packing", async () => {
  await expect(packed(WHEEL_FILES, AbortSignal.abort())).rejects.toThrow(/abort/i);
});

test("the mirror serves one file on loopback, with its length, until it is closed", async () => {
  const archive = join(folder, "archive");
  await writeWheel(archive);
  const name = archiveName("tfjs-node");
  const mirror = await serveMirror(archive, name);
  const address = `${mirror.baseUri}cpu-linux-x86_64-2.9.1.tar.gz`;
  expect(address).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/${name}$`));
  const answer = await fetch(address);
  const bytes = await answer.arrayBuffer();
  expect(Number(answer.headers.get("content-length"))).toBe(bytes.byteLength);
  expect((await fetch(address, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(new URL("/../package.json", address))).status).toBe(404);
  await mirror.close();
  await expect(fetch(address)).rejects.toThrow("fetch failed");
});

/** The archive of a wheel: contents by path, links as "-> target". */
async function packed(files: Readonly<Record<string, string>>, signal = ALIVE): Promise<Record<string, string>> {
  const [wheel, archive] = [join(folder, "small.whl"), join(folder, "archive.tar.gz")];
  await writeWheel(wheel, files);
  await packArchive(wheel, archive, signal);
  const found: Record<string, string> = {};
  const entries = extract();
  createReadStream(archive).pipe(createGunzip()).pipe(entries);
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type, linkname } = entry.header;
    found[name] = type === "symlink" ? `-> ${linkname}` : Buffer.concat(chunks).toString();
  }
  return found;
}
