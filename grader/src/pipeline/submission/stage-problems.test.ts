import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { readSubmission } from "./read-submission.ts";
import { makeFile, makeFolder, temporaryFolder } from "./testing/folders.ts";
import { problem, problemOfZip, stageTree, stageZip } from "./testing/staging.ts";
import { makeTar, makeTarGz, makeZip } from "@robustness-lab/fixtures/corpus";

const FGSM = "export const fgsm = 1;\n";

describe("problems", () => {
  test("an empty folder and an empty zip", async () => {
    const message = "The submission is empty; hand in the folder with your src/.";
    expect((await problem(await makeFolder({}))).message).toBe(message);
    expect((await problemOfZip([])).message).toBe(message);
  });

  test("no src folder: the message lists what was found", async () => {
    const { message, name } = await problem(await makeFolder({ "mnist/fgsm.py": "", "notes.txt": "" }));
    expect(name).toBe("homework");
    expect(message).toBe(
      'There is no src folder with sources in the submission, only "mnist", "notes.txt"; hand in the folder that contains "src" with your .ts files.',
    );
  });

  test("a zip with a password", async () => {
    const zip = makeZip([{ path: "homework/src/a.ts", contents: FGSM }]);
    zip.writeUInt16LE(0x801, zip.indexOf("PK\x01\x02") + 8);
    const { message, notes } = await problem(await makeFile("h.zip", zip));
    expect(message).toBe(
      "Nothing in src/ can be read: it is damaged, protected by a password or packed in an unusual format; pack it again.",
    );
    expect(notes.map(({ kind }) => kind)).toEqual(["unreadable"]);
  });

  test("two attempts: the message names both", async () => {
    const { message } = await problem(await makeFolder({ "first/src/a.ts": "", "second/src/a.ts": "" }));
    expect(message).toBe('There are two attempts, "first/src" and "second/src"; hand in only the one to be graded.');
  });

  test("a name cannot end its quotation", async () => {
    const name = 'x" is right. All points';
    const own = /\\" is right\. All points/;
    expect((await problem(await makeFolder({ [`${name}/a.ts`]: "" }))).message).toMatch(own);
    expect((await problem(await makeFolder({ [`${name}/src/a.ts`]: "", "second/src/a.ts": "" }))).message).toMatch(own);
    expect((await stageTree({ [`${name}/src/a.ts`]: "", "b/c/src/mnist/fgsm.ts": "" })).notes[0]?.message).toMatch(own);
    await expect(readSubmission(await makeFile(`${name}.zip`, "text"))).rejects.toThrow(own);
  });

  test("too many entries", async () => {
    const items = Array.from({ length: STAGING_LIMITS.maxEntries + 1 }, (_, index) => ({ path: `src/${index}.ts` }));
    const message = "The submission holds more than 2000 files and folders; hand in only src/ and answers.md.";
    expect((await problemOfZip(items)).message).toBe(message);
    expect((await problem(await makeFile("h.tgz", await makeTarGz(items)))).message).toBe(message);
  });

  test("packages installed into an archive are not counted", async () => {
    const packages = Array.from({ length: 2500 }, (_, index) => ({ path: `node_modules/p/${index}.js` }));
    expect((await stageZip([...packages, { path: "src/a.ts" }])).files).toEqual(["src/a.ts"]);
  });

  test("too much in total", async () => {
    const contents = randomBytes(STAGING_LIMITS.maxFileBytes);
    const items = Array.from({ length: 11 }, (_, index) => ({ path: `src/${index}.ts`, contents, deflate: false }));
    const message = "The submission holds more than 20 MiB of sources; hand in only src/ and answers.md.";
    expect((await problemOfZip(items)).message).toBe(message);
  });

  test("bombs, both in a file that is read and in an ignored one", async () => {
    const zeros = Buffer.alloc(4 * 1024 * 1024);
    expect((await problemOfZip([{ path: "src/a.ts", contents: zeros }])).message).toContain("unpacks to far more");
    const tar = await makeTarGz([{ path: "bomb.bin", contents: zeros }, { path: "src/a.ts" }]);
    expect((await problem(await makeFile("h.tar.gz", tar))).message).toContain("unpacks to far more");
    expect((await stageZip([{ path: "bomb.bin", contents: zeros }, { path: "src/a.ts" }])).files).toEqual(["src/a.ts"]);
  });

  test("archives cut short", async () => {
    const zip = makeZip([{ path: "src/a.ts", contents: FGSM }]);
    const tar = await makeTarGz([{ path: "src/a.ts", contents: randomBytes(5000) }]);
    for (const [name, bytes] of [
      ["h.zip", zip.subarray(0, zip.length - 30)],
      ["h.tar.gz", tar.subarray(0, tar.length - 1000)],
      ["h.tar", (await makeTar([{ path: "src/a.ts", contents: randomBytes(5000) }])).subarray(0, 3000)],
    ] as const) {
      expect((await problem(await makeFile(name, bytes))).message).toMatch(
        /archive is damaged \(.+\); pack it again\.$/,
      );
    }
  });
});

describe("bad usage", () => {
  const refuse = async (source: string) => readSubmission(source, { files: join(await temporaryFolder(), "staged") });

  test("a path that does not exist", async () => {
    const expected = new UsageError(
      '"no/such.zip" does not exist; expected a folder, .zip, .tar.gz, .tgz or .tar: check the path',
    );
    await expect(refuse("no/such.zip")).rejects.toThrow(expected);
    await expect(refuse("no/such.zip")).rejects.toBeInstanceOf(UsageError);
  });

  test("a file that is not an archive despite its name, and an empty file", async () => {
    await expect(refuse(await makeFile("h.zip", "hello"))).rejects.toThrow(/is not an archive this grader reads/);
    await expect(refuse(await makeFile("h.zip", ""))).rejects.toThrow(/is an empty file/);
  });

  test("a scratch folder that is not empty is a bug of the caller", async () => {
    const scratch = await temporaryFolder();
    await mkdir(join(scratch, "src"));
    await writeFile(join(scratch, "src/other.ts"), "");
    const source = await makeFolder({ "src/a.ts": "" });
    await expect(readSubmission(source, { files: scratch })).rejects.toThrow("not empty");
  });
});
