import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { HAND_IN_LIMITS, QUESTION_IDS } from "@robustness-lab/fixtures/hand-in";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { inspectSubmission } from "../../grader/src/pipeline/submission/stage.ts";
import { collect as collectFrom } from "./collect.ts";
import { diskFolder } from "./disk-folder.ts";
import { answerLines, fileLines, pictureLines, stubLines } from "./findings.ts";
import { runTests } from "./run-tests.ts";
import { testLines } from "./test-lines.ts";
import { studentFolder, type Changes } from "./testing/student-folder.ts";
import { UsageError } from "./usage-error.ts";
import { pack } from "./zip.ts";

const collect = (folder: string) => collectFrom(diskFolder(folder));

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const PNG = Buffer.from("\u0089PNG\r\n\u001a\n, and what it shows", "latin1");
const SOLVED = 15;
const FUNCTIONS = EXERCISES.flatMap(({ functions }) => functions).length;

/** Everything that is said about a folder without running its tests. */
async function said(folder: string): Promise<string> {
  const collected = await collect(folder);
  const { files, answers } = collected;
  return [stubLines(files), answerLines(answers), pictureLines(collected), fileLines(collected)].flat().join("\n");
}

/** The zip of a folder must be the same submission as the folder. */
async function paths(folder: string): Promise<readonly string[]> {
  const { files } = await collect(folder);
  const zip = join(folder, "out.zip");
  await writeFile(zip, pack(files));
  const [ofZip, ofFolder] = [await inspectSubmission(zip), await inspectSubmission(folder)];
  expect([ofZip.status, ofZip.sha256]).toEqual(["staged", ofFolder.sha256]);
  expect(ofZip.notes.filter(({ kind }) => kind !== "picture")).toEqual([]);
  return Object.keys(unzipSync(await readFile(zip)));
}

const added = async (changes: Changes) => {
  const folder = await studentFolder("solution", changes);
  const before = Object.keys((await collect(await studentFolder("solution"))).files);
  expect(before.length).toBe(SOLVED + 1);
  return {
    folder,
    said: await said(folder),
    paths: (await paths(folder)).filter((path) => !/^src\/(linear|mnist|index)/.test(path)),
  };
};

describe("an odd folder", () => {
  test("of stubs and an untouched answers.md", async () => {
    const text = await said(await studentFolder("template"));
    expect(text).toContain(`Stubs: ${FUNCTIONS} of ${FUNCTIONS} functions still throw NotImplementedError:`);
    expect(text).toContain("  1.1  hingeLoss, logisticLoss  (src/linear/losses.ts)");
    expect(text).toContain(`Answers: ${QUESTION_IDS.join(", ")} are empty.`);
  });

  test("with a stub in a comment, and Windows line ends", async () => {
    const folder = await studentFolder("solution");
    const file = join(folder, "src/linear/losses.ts");
    const text = await readFile(file, "utf8");
    const stub = 'throw new NotImplementedError("1.1 hingeLoss");';
    await writeFile(file, `${text}// ${stub}\n/*\n * ${stub}\n */\n`.replaceAll("\n", "\r\n"));
    await writeFile(
      join(folder, "answers.md"),
      "# W1\r\nYour answer\r\nyes <!-- no -->\r\n## W2\r\nYour answer\r\n<!-- a -->\r\n",
    );
    expect(await said(folder)).toMatch(
      /^Stubs: none\.\nAnswers: W2, W3, W4, W5 are empty\.\n {2}W3, W4, W5: no heading/,
    );
    expect(
      Buffer.from(unzipSync(pack((await collect(folder)).files))["src/linear/losses.ts"] ?? "").toString(),
    ).toContain("\r\n");
    await paths(folder);
  });

  test("with pictures: found, missing, 40 MB, with a space, an umlaut and the separators of Windows", async () => {
    const answers =
      "![](figures\\loss%20curve.png)\n![](Übung.PNG)\n![](gone.png)\n![](huge.png)\n<img src='https://x.org/a.png'>";
    const huge = Buffer.concat([PNG, Buffer.alloc(40_000_000)]);
    const files = { "figures/loss curve.png": PNG, "u\u0308bung.png": PNG, "figures/other.png": PNG, "huge.png": huge };
    const { said, paths } = await added({ "answers.md": answers, ...files });
    expect(paths).toEqual(["answers.md", "figures/loss curve.png", "übung.png"]);
    expect(said).toContain("Pictures: 2 of 5 of answers.md are handed in.");
    expect(said).toContain('  "gone.png" (line 3) is not: there is no such file');
    expect(said).toContain('  "huge.png" (line 4) is not: it is larger than 5 MiB: scale it down, or save it as JPEG');
    expect(said).toContain('  "https://x.org/a.png" (line 5) is not: it is not a file beside answers.md');
  });

  test("with other files: results, packages, hidden files, an old hand-in", async () => {
    const { said, paths } = await added({
      "results/report.html": "",
      "src/node_modules/x.ts": "",
      "src/.env": "",
      "src/notes.txt": "",
      "src/table.json": "[]",
      "src/old.zip": pack([{ path: "src/a.ts", bytes: PNG, kind: "text" }]),
      "handin.zip": "",
      "fixtures/src/index.ts": "",
    });
    expect(paths).toEqual(["answers.md", "src/table.json"]);
    expect(said.split("Left out:\n")[1]).toBe(
      ["notes.txt", "old.zip"]
        .map((name) => `  "src/${name}": only .ts, .js and .json files of src/ are handed in`)
        .join("\n"),
    );
  });

  test("with renamed files, and none of answers.md", async () => {
    const folder = await studentFolder("solution", { "answers.md": null });
    await rename(join(folder, "src/mnist/fgsm.ts"), join(folder, "src/mnist/attack.ts"));
    const text = await said(folder);
    expect(text).toContain("src/mnist/fgsm.ts is missing: the grader looks for the functions of this exercise there");
    expect(text).toContain("Answers: answers.md is missing, so no written question is answered.");
    expect(await paths(folder)).toContain("src/mnist/attack.ts");
  });

  test("with links to outside, which are not followed", async () => {
    const folder = await studentFolder("solution", { "answers.md": "![](a.png)" });
    const outside = await studentFolder("template", { "a.png": PNG });
    await symlink(join(outside, "src/index.ts"), join(folder, "src/linked.ts"));
    await symlink(join(outside, "src"), join(folder, "src/more"));
    await symlink(join(outside, "a.png"), join(folder, "a.png"));
    const text = await said(folder);
    expect(text).toContain('"src/linked.ts": it is a link');
    expect(text).toContain('"src/more": it is a link');
    expect(text).toContain('"a.png" (line 1) is not: it is a link');
    const names = Object.keys(unzipSync(pack((await collect(folder)).files)));
    expect(names.filter((name) => /more|linked|png/.test(name))).toEqual([]);
  });

  test("with two files of one name, but for capitals", async () => {
    const folder = await studentFolder("solution", { "src/extra.ts": "", "src/Extra.ts": "", "ANSWERS.md": "# W1" });
    expect(await said(folder)).toMatch(/"src\/Extra.ts": another file has the same name but for capitals/);
    expect((await paths(folder)).filter((path) => /extra|answers/i.test(path))).toEqual([]);
  });

  test("with a large source file", async () => {
    const { said } = await added({ "src/data.ts": "//".padEnd(HAND_IN_LIMITS.maxSourceBytes + 1) });
    expect(said).toContain('"src/data.ts" is larger than 128 KiB: the grader will not compile it.');
  });

  test.each<readonly [string, Changes, RegExp]>([
    ["without src/", { src: null }, /^There is no \.ts file in src\/: run this in the folder of the exercise/],
    ["with an empty src/", { src: null, "src/notes.txt": "" }, /^There is no \.ts file in src\//],
    [
      "with 21 MiB of sources",
      Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [`src/${index}.ts`, Buffer.alloc(HAND_IN_LIMITS.maxFileBytes)]),
      ),
      /^src\/ has 27 files, 22\.1 MiB; the grader reads at most 2000 files and 20 MiB\.$/,
    ],
  ])("%s cannot be handed in", async (_, changes, message) => {
    const folder = await studentFolder("solution", changes);
    await expect(collect(folder)).rejects.toThrow(UsageError);
    await expect(collect(folder)).rejects.toThrow(message);
  });

  test.skipIf(process.getuid?.() === 0)("with a file that cannot be read", async () => {
    const folder = await studentFolder("solution");
    await writeFile(join(folder, "src/secret.ts"), "", { mode: 0 });
    await expect(collect(folder)).rejects.toThrow("src/secret.ts cannot be read (EACCES): check its permissions");
  });
});

describe("the public tests", () => {
  test("that fail, wait for a stub or do not load", async () => {
    const folder = await studentFolder("solution", {
      "tests/own.test.ts": `import { expect, it } from "vitest"; it("adds", () => expect(1 + 1).toBe(3));`,
      "tests/broken.test.ts": `import "../src/broken.ts";`,
      "src/broken.ts": "export const = 1;",
      "src/linear/losses.ts": await readFile(fileURLToPath(new URL("../src/linear/losses.ts", import.meta.url))),
    });
    const [first, ...lines] = testLines(await runTests(folder));
    expect(first).toMatch(/^Tests: 0 pass, 1 fail, \d+ wait for a stub, 1 file does not load\.$/);
    expect(lines).toEqual([
      "  tests/broken.test.ts does not load: Unexpected token (src/broken.ts:1:14)",
      "  adds: AssertionError: expected 2 to be 3 // Object.is equality",
    ]);
  });

  test.each([
    ["a function", "export const hingeLoss = () => { for (;;) {} };\nexport const logisticLoss = hingeLoss;"],
    ["a file", "for (;;) {}\nexport const hingeLoss = 1, logisticLoss = 1;"],
  ])("in an endless loop of %s, which is stopped and named", async (_, losses) => {
    const folder = await studentFolder("solution", { "src/linear/losses.ts": losses });
    const [first] = testLines(await runTests(folder, 15_000));
    expect(first).toBe("Tests: stopped, because nothing happened for 15 s in tests/linear/losses.test.ts.");
  });

  test("of a broken configuration", async () => {
    const folder = await studentFolder("solution", { "vitest.config.ts": "export default {" });
    expect(testLines(await runTests(folder))[0]).toMatch(
      /^Tests: they did not run \(.+\)\. "npm test" may say more\.$/,
    );
  });
});

function run(folder: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", MAIN, ...args], { cwd: folder, encoding: "utf8" });
}

test("npm run handin writes the same zip twice, in every time zone, and lists what is in it", async () => {
  const folder = await studentFolder("solution", { "answers.md": "![](a.png)", "a.png": PNG });
  const first = run(folder);
  expect([first.status, first.stderr]).toEqual([0, ""]);
  expect(first.stdout).toMatch(/^Running the public tests \.\.\.\n\nStubs: none\.\n\nTests: \d+ pass, 0 fail\.\n/);
  expect(first.stdout).toMatch(
    /\nhandin\.zip has 17 files, \d+ KiB:\n {2}a\.png +27 bytes\n {2}answers\.md +10 bytes\n/,
  );
  expect(first.stdout).toMatch(/\nHand in handin\.zip\.\n$/);
  const second = spawnSync(process.execPath, ["--import", "tsx", MAIN, "--out", "b.ZIP"], {
    cwd: folder,
    env: { ...process.env, TZ: "Pacific/Kiritimati" },
  });
  expect(second.status).toBe(0);
  expect(await readFile(join(folder, "b.ZIP"))).toEqual(await readFile(join(folder, "handin.zip")));
});

describe("bad usage ends with exit 2 and nothing written", () => {
  test.each([
    ["an unknown option", ["--fast"], /Unknown option '--fast'[^]*npm run handin -- --help/],
    ["a name without .zip", ["--out", "answers.md"], /--out is answers\.md, expected a file name that ends in \.zip/],
    ["a folder", ["--out", "b.zip"], /--out is b\.zip, which is a folder/],
    ["a missing folder", ["--out", "no/c.zip"], /--out is no\/c\.zip, but there is no folder no/],
  ])("%s", async (_, args, message) => {
    const folder = await studentFolder("solution");
    await mkdir(join(folder, "b.zip"));
    const { status, stdout, stderr } = run(folder, ...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "handin.zip"))).toBe(false);
  });
});

test("--help shows examples", () => {
  expect(run(process.cwd(), "--help")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("npm run handin -- --out"),
  });
});
