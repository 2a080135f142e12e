import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { COMMANDS } from "./commands.ts";
import { ROOT } from "../shared/paths.ts";
import { commandLine } from "../shared/testing/command-line.ts";

const COLUMNS = 80;

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(...words), {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test.each(COMMANDS.map(({ name }) => name))("%s --help shows examples in 80 columns and exits with 0", (name) => {
  const { status, stdout, stderr } = run(...name.split(" "), "--help");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`./robustness-lab ${name}`);
  for (const word of ["Examples:", "Exit codes: 0"]) expect(stdout).toContain(word);
  expect(stdout.split("\n").filter((line) => line.length > COLUMNS)).toEqual([]);
});

test("without arguments, and with --help, it lists every command in 80 columns", () => {
  const listed = run();
  expect([listed.status, listed.stderr]).toEqual([0, ""]);
  for (const { name, summary } of COMMANDS)
    expect(listed.stdout).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, "m"));
  expect(listed.stdout.split("\n").filter((line) => line.length > COLUMNS)).toEqual([]);
  for (const words of ["--help", "help"]) expect(run(words).stdout).toBe(listed.stdout);
  expect(run("help", "grade")).toEqual(run("grade", "--help"));
});

test.each([
  [["grad"], "unknown command 'grad'"],
  [["marks"], "Usage: ./robustness-lab marks"],
  [["bench"], "Usage: ./robustness-lab bench"],
  [["marks", "old"], "unknown command 'old'"],
  [["grade"], "missing required argument 'submission'"],
  [["grade", "solution", "more"], "too many arguments"],
  [["grade", "solution", "--sed", "1"], "unknown option '--sed'"],
  [["grade-class", "handed-in"], "required option '--out <dir>' not specified"],
  ...["0", "0x10", "1e3", "1.0", "-1", "", "2147483648"].flatMap((value): [string[], string][] => [
    [["grade", "solution", "--seed", value], "Expected an integer from 1 to 2147483647 (0 is not a seed)."],
    [["reproduce", "--seed", value], "Expected an integer from 1 to 2147483647 (0 is not a seed)."],
  ]),
  [["grade-class", "handed-in", "--out", "x", "--jobs", "0x10"], "Expected an integer from 1 to 512."],
  [["corpus", "--pairs", "1e2"], "Expected an integer from 0 to 100000."],
])("%j is rejected as bad usage: exit 2 and an explanation", (words, sentence) => {
  const { status, stdout, stderr } = run(...words);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
});
