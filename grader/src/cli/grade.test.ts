import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseResult } from "../pipeline/score/result.ts";
import { RUBRIC } from "../pipeline/score/rubric.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { ROOT } from "../shared/paths.ts";
import { HAS_BUBBLEWRAP } from "../shared/testing/bubblewrap.ts";
import { NEEDS_BUBBLEWRAP } from "../shared/testing/needs-bubblewrap.ts";

/* The command in a separate process. */

/** The first exercise that the course sets, and its points. */
const EXERCISE = RUBRIC[0]!.exercise;
const POINTS = RUBRIC.filter(({ exercise }) => exercise === EXERCISE).reduce((sum, { points }) => sum + points, 0);

function grade(args: readonly string[], wrapper: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, ...commandLine("grade"), ...args];
  // Color and GitHub variables of the surrounding run would change the output.
  const inherited = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env };
  return spawnSync(command, rest, { cwd: ROOT, encoding: "utf8", env: inherited });
}

describe("bad usage ends with exit 2, one line and nothing written", () => {
  test.each([
    ["a missing folder", ["no/such/folder"], /no\/such\/folder/],
    ["a file that is not an archive", ["package.json"], /package\.json/],
    ["no submission", [], /missing required argument/],
    ["an unknown option", ["solution", "--speed", "fast"], /unknown option '--speed'/],
    ["a seed of 0", ["solution", "--seed", "0"], /0 is not a seed/],
    ["an unknown engine", ["solution", "--engine", "abacus"], /auto, node-gpu, node, wasm/],
    ["an engine that does not grade", ["solution", "--engine", "webgpu"], /webgpu trains but does not grade/],
    ["an engine that is not installed", ["solution", "--engine", "node-gpu"], /node-gpu.*not installed/],
    ["an unknown check", ["solution", "--only", "9.9"], /9\.9/],
  ])("%s", async (_, args, message) => {
    await inScratchFolder(async (folder) => {
      const { status, stderr, stdout } = grade([...args, "--out", join(folder, "out")]);
      const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("engine: "));
      expect({ status, stdout, lines: lines.length }).toEqual({ status: 2, stdout: "", lines: 1 });
      expect(lines[0]).toMatch(message);
      expect(existsSync(join(folder, "out"))).toBe(false);
    });
  });

  test("an --out that cannot be written", async () => {
    await inScratchFolder(async (folder) => {
      await writeFile(join(folder, "file"), "");
      const { status, stderr } = grade(["solution", "--only", RUBRIC[0]!.id, "--out", join(folder, "file", "out")]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/cannot write to .* choose another folder with --out/);
    });
  });
});

test.skipIf(!HAS_BUBBLEWRAP)(
  `a full disk ends with exit 1, one line and nothing half-written ${NEEDS_BUBBLEWRAP}`,
  async () => {
    await inScratchFolder(async (folder) => {
      const small = join(folder, "small");
      await mkdir(small);
      const listing = join(folder, "listing");
      const wrapper = ["bwrap", "--dev-bind", "/", "/", "--size", "16384", "--tmpfs", small];
      // The tmpfs vanishes with the command, so its contents are listed from inside.
      const script = ["sh", "-c", `"$@"; code=$?; ls -A "${small}/out" > "${listing}"; exit $code`, "sh"];
      const args = ["solution", "--only", EXERCISE, "--isolation", "node", "--out", join(small, "out")];
      const { status, stderr } = grade(args, [...wrapper, ...script]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/grader fault: the disk is full/);
      expect(spawnSync("cat", [listing], { encoding: "utf8" }).stdout).toBe("");
    });
  },
);

test("a grade writes three files, prints a summary of at most 80 columns and exits with 0", async () => {
  await inScratchFolder(async (folder) => {
    const out = join(folder, "out");
    const { status, stdout } = grade(["solution", "--only", EXERCISE, "--seed", "3", "--out", out]);
    expect(status).toBe(0);
    expect((await readdir(out)).sort()).toEqual(["report.html", "report.md", "result.json"]);
    const { default: result } = (await import(join(out, "result.json"), { with: { type: "json" } })) as {
      default: unknown;
    };
    expect(parseResult(result)).toMatchObject({
      ...{ status: "graded", score: POINTS, maxScore: POINTS, grader: { seed: 3 } },
    });
    const widths = stdout
      .split("\n")
      .filter((line) => !line.includes(folder))
      .map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});

test("on GitHub the outputs and the job summary are written to the files it names", async () => {
  await inScratchFolder(async (folder) => {
    const [output, summary] = [join(folder, "output"), join(folder, "summary")];
    await Promise.all([writeFile(output, ""), writeFile(summary, "")]);
    const env = { GITHUB_ACTIONS: "true", GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    const { status } = grade(["solution", "--only", EXERCISE, "--seed", "3", "--out", join(folder, "out")], [], env);
    const read = (file: string): string => spawnSync("cat", [file], { encoding: "utf8" }).stdout;
    expect(status).toBe(0);
    expect(read(output)).toMatch(new RegExp(`score<<[^\\n]+\\n${POINTS}\\n`));
    expect(read(summary)).toMatch(/solution/);
  });
});

test("--help shows examples and exit codes", () => {
  const { status, stdout } = grade(["--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/Examples:[\s\S]*--only[\s\S]*Exit codes: 0 graded/);
});
