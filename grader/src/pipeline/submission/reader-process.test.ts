import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HOSTILE, makeZip, paxRecord, rawEntry, TAR_END } from "@robustness-lab/fixtures/corpus";
import { expect, test } from "vitest";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { descendants } from "../../shared/process-tree.ts";
import { runReader } from "./reader-process.ts";
import { inspectSubmission, stageSubmission } from "./stage.ts";
import { makeFile, makeFolder, temporaryFolder } from "./testing/folders.ts";

const SOURCE = rawEntry({ name: "src/a.ts", data: Buffer.from("export {};\n") });
const hostile = async (name: string): Promise<Uint8Array> =>
  HOSTILE.find(({ id }) => id === name)!.archive!.pack(new Map());
const problemOf = async (name: string, bytes: Uint8Array): Promise<unknown> =>
  inspectSubmission(await makeFile(name, bytes));

test("a submission is read and copied in another process", async () => {
  const folder = join(await temporaryFolder(), "staged");
  const staged = await stageSubmission(await makeFolder({ "src/a.ts": "1", "answers.md": "é" }), folder);
  expect(staged).toMatchObject({ status: "staged", name: "homework", folder, answers: "é", notes: [] });
  expect(await readFile(join(folder, "src/a.ts"), "utf8")).toBe("1");
});

test("a wrong path is bad usage, and a folder for the copy that has files is a fault", async () => {
  const source = await makeFolder({ "src/a.ts": "" });
  await expect(inspectSubmission("no/such.zip")).rejects.toThrow(UsageError);
  await expect(inspectSubmission("no/such.zip")).rejects.toThrow('"no/such.zip" does not exist');
  await expect(stageSubmission(source, source)).rejects.toThrow("not empty");
});

test("thousands of headers, which a library copies a large one for, are counted", async () => {
  const tar = await makeFile("homework.tar.gz", await hostile("tar-of-headers"));
  const startedAt = performance.now();
  expect(await inspectSubmission(tar)).toMatchObject({
    name: "homework",
    message: "The tar archive has too many headers before a file; pack it again.",
  });
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test("an archive that a library reads for minutes is ended", { timeout: 120_000 }, async () => {
  expect(await problemOf("homework.tar", await hostile("tar-of-headers-between-files"))).toMatchObject({
    status: "problem",
    name: "homework",
    message: "The submission takes too long to read; hand in only src/ and answers.md.",
  });
});

test.each([
  ["V8's", { heapMib: 2, privateBytes: 2 ** 29 }],
  ["private", { heapMib: 192, privateBytes: 2 ** 26 }],
])("a submission that takes too much of %s memory is a problem", async (_, limits) => {
  const source = await makeFolder({ "src/a.json": Buffer.alloc(2 ** 21, " ") });
  const answer = await runReader({ source, copyTo: {} }, { ...limits, cpuSeconds: 10, fileBytes: 0 });
  expect(answer).toMatchObject({
    status: "problem",
    message: "The submission takes too much memory to read; hand in only src/ and answers.md.",
  });
});

test.each(["SIGKILL", "SIGTERM"] as const)("a reading process that %s ends is a fault", async (signal) => {
  const source = await makeFile("homework.tar", await hostile("tar-of-headers-between-files"));
  const reading = inspectSubmission(source);
  const readers = () => descendants(process.pid, source);
  await expect.poll(readers, { timeout: 20_000 }).toHaveLength(1);
  for (const reader of readers()) process.kill(reader, signal);
  const sentence = `the process that reads submissions was ended by ${signal}`;
  await expect(reading).rejects.toThrow(new FaultError(sentence));
});

test("an error that a library throws where nothing catches it is a problem of the archive", async () => {
  const zip = makeZip([{ path: "src/a.ts" }]);
  const locator = Buffer.alloc(20, 0xff);
  locator.writeUInt32LE(0x07064b50, 0);
  const end = zip.length - 22;
  const damaged = Buffer.concat([zip.subarray(0, end), locator, zip.subarray(end)]);
  expect(await problemOf("homework.zip", damaged)).toMatchObject({
    status: "problem",
    message: expect.stringMatching(/^The archive is damaged \(.*out of range.*\); pack it again\.$/),
  });
});

test("many small entries with a header each are not too many", async () => {
  const header = rawEntry({ name: "x", type: "x", data: Buffer.from(paxRecord("mtime", "1")) });
  const packages = Array<Buffer>(10_000).fill(Buffer.concat([header, rawEntry({ name: "node_modules/x/i.js" })]));
  expect(await problemOf("homework.tar", Buffer.concat([...packages, SOURCE, TAR_END]))).toMatchObject({
    files: ["src/a.ts"],
  });
});

test("a named pipe instead of an archive does not stop the grader", { timeout: 20_000 }, async () => {
  const pipe = join(await temporaryFolder(), "homework.zip");
  await new Promise((resolve) => execFile("mkfifo", [pipe], resolve));
  await expect(inspectSubmission(pipe)).rejects.toThrow("is not a file");
});
