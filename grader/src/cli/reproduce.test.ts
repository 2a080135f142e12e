import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "../shared/paths.ts";
import { commandLine } from "../shared/testing/command-line.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reproduce-cli-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs the command; `onOutput` gets all output so far. */
async function run(argv: readonly string[], onOutput?: (text: string, stop: () => void) => void) {
  const child = spawn(process.execPath, commandLine("reproduce", ...argv), { cwd: ROOT });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += String(chunk);
      onOutput?.(text, () => child.kill("SIGINT"));
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

test("--help shows examples and ends with 0", async () => {
  const { code, text } = await run(["--help"]);
  expect(code).toBe(0);
  expect(text).toContain("./robustness-lab reproduce --quick");
});

describe("bad usage ends with 2 and an explanation:", () => {
  test.each([
    [["--bogus"], "unknown option '--bogus'"],
    [["--seed", "0"], "Expected an integer from 1 to 2147483647 (0 is not a seed)."],
    [["--out", "package.json"], "cannot write to the folder package.json"],
  ])("%j", async (argv, expected) => {
    const { code, text } = await run(argv);
    expect(code).toBe(2);
    expect(text).toContain(expected);
  });
});

test("an interrupt ends the run at once with 1 and prints how to resume", async () => {
  const { code, text } = await run(["--quick", "--engine", "wasm", "--out", folder], (written, stop) => {
    // Not after the last line: a process that is exiting no longer handles signals.
    if (written.includes("lenet-quick: ") && !written.includes("to resume")) stop();
  });
  expect(code).toBe(1);
  expect(text).toContain(`to resume: ./robustness-lab reproduce --quick --engine wasm --out ${folder}`);
});
