import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { filesOf } from "./testing/tiny.ts";

const FOLDER = fileURLToPath(new URL("../", import.meta.url));
const SOLUTION = join(FOLDER, "../solution/src");

async function newResults(): Promise<string> {
  const results = await mkdtemp(join(tmpdir(), "results-"));
  onTestFinished(() => rm(results, { recursive: true }));
  return results;
}

/** Runs a program of this folder; it is killed when `isEnough` of its output. */
async function run(program: string, args: readonly string[], isEnough: (text: string) => boolean = () => false) {
  const child = spawn(process.execPath, ["--import", "tsx", `experiments/${program}`, ...args], { cwd: FOLDER });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += String(chunk);
      if (isEnough(text)) child.kill("SIGINT");
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

test("train --quick, stopped while it trains and while it measures, gives the same files as undisturbed", async () => {
  const [whole, stopped] = [await newResults(), await newResults()];
  const args = (results: string) => ["--quick", "--model", "lenet", "--source", SOLUTION, "--results", results];
  const { code, text } = await run("train.ts", args(whole));
  expect(code).toBe(0);
  expect(text).toMatch(/^lenet-quick +\.\d{3}/m);
  expect(text).toContain("report.html");
  for (const word of ["epoch 2 of", "epoch 5 of", "of processor time"]) {
    expect((await run("train.ts", args(stopped), (output) => output.includes(word))).code).toBeNull();
  }
  expect((await run("train.ts", args(stopped))).code).toBe(0);
  expect(await filesOf(stopped, "lenet-quick")).toEqual(await filesOf(whole, "lenet-quick"));
  const report = await readFile(join(stopped, "report.html"), "utf8");
  expect(report.match(/data:image\/png/g)).toHaveLength(35);
  expect((await run("compare.ts", ["--source", SOLUTION, "--results", stopped])).code).toBe(0);
});

test("with stubs only, train names what each model waits for, and compare says that there is nothing", async () => {
  const results = await newResults();
  const { code, text } = await run("train.ts", ["--quick", "--results", results]);
  expect(code).toBe(0);
  for (const line of [
    "lenet-quick: waits for 2.3 train",
    "lenet-fgsm-trained-quick: waits for 2.9 adversarialTrain",
    "There are no results yet",
  ]) {
    expect(text).toContain(line);
  }
});

test("bad usage ends with 2", async () => {
  expect(await run("train.ts", ["--epsilon", "2"])).toMatchObject({
    code: 2,
    text: expect.stringMatching(/--epsilon/),
  });
  expect(await run("compare.ts", ["--bogus"])).toMatchObject({ code: 2, text: expect.stringMatching(/--bogus/) });
});
