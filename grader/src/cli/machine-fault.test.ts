import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../shared/paths.ts";
import { parseResult } from "../pipeline/score/result.ts";
import { HAS_BUBBLEWRAP } from "../shared/testing/bubblewrap.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { NEEDS_BUBBLEWRAP } from "../shared/testing/needs-bubblewrap.ts";

/*
 * A machine without room for temporary files: a fault of ours in one sentence, and nothing written. Without caches that can
 * be written, everything works.
 */

/** Runs a command by a shell, which may limit the size of files, in blocks of 512 bytes. */
function run(words: readonly string[], temporary: string, fileBlocks: number | "unlimited" = "unlimited") {
  const script = `ulimit -f ${fileBlocks}; exec "$@"`;
  return spawnSync("/bin/sh", ["-c", script, "sh", process.execPath, ...commandLine(...words)], {
    cwd: ROOT,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TMPDIR: temporary },
  });
}

function expectOneSentence({ status, stdout, stderr }: ReturnType<typeof run>, sentence: RegExp): void {
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("engine: "));
  expect({ status, lines: lines.length }, stderr + stdout).toEqual({ status: 1, lines: 1 });
  expect(lines[0]).toMatch(sentence);
}

describe.each([
  ["grade", (folder: string) => ["grade", "solution", "--out", join(folder, "out")]],
  ["grade-class", (folder: string) => ["grade-class", join(folder, "class"), "--out", join(folder, "out")]],
  ["start", () => ["start"]],
])("%s", (_, wordsFor) => {
  test.each([
    ["is missing", "missing", /^grader fault: temporary files cannot be written to .*missing \(ENOENT\): set TMPDIR/],
    ["is below a file", "file/x", /^grader fault: temporary files cannot be written to .*x \(ENOTDIR\): set TMPDIR/],
  ])("without a folder for temporary files, which %s, ends with exit 1 and a sentence", async (_name, path, says) => {
    await inScratchFolder(async (folder) => {
      await mkdir(join(folder, "class/ada/src"), { recursive: true });
      await writeFile(join(folder, "file"), "");
      expectOneSentence(run(wordsFor(folder), join(folder, path)), says);
      expect(existsSync(join(folder, "out"))).toBe(false);
    });
  });
});

test("grade on a disk that takes no more ends with exit 1 and a sentence", async () => {
  await inScratchFolder(async (folder) => {
    const words = ["grade", "solution", "--only", "hingeLoss.values", "--out", join(folder, "out")];
    const says = /^grader fault: a file would exceed the limit on its size \((EFBIG|file too large)\): .*TMPDIR/;
    expectOneSentence(run(words, folder, 128), says);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });
});

test.skipIf(!HAS_BUBBLEWRAP)(`grade works with the grader on a read-only file system ${NEEDS_BUBBLEWRAP}`, async () => {
  await inScratchFolder(async (folder) => {
    const out = join(folder, "out");
    const grade = commandLine("grade", "solution", "--only", "hingeLoss.values", "--out", out);
    const readOnly = ["--ro-bind", ROOT, ROOT, "--ro-bind", folder, `${ROOT}node_modules/.cache`];
    const sandbox = ["--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", ...readOnly, "--bind", folder, folder];
    const { status, stderr } = spawnSync("bwrap", [...sandbox, "--chdir", ROOT, process.execPath, ...grade]);
    expect(status, stderr.toString()).toBe(0);
    expect(parseResult(JSON.parse(await readFile(join(out, "result.json"), "utf8")))).toMatchObject({ score: 1 });
  });
});
