import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../shared/paths.ts";

/** Inside the repository, so that Node finds the packages of the workspaces from there. */
const CACHE = join(ROOT, "node_modules", ".cache", "robustness-lab");
const VITEST = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const TIMEOUT_MS = 120_000;

/** What vitest's json reporter writes of one test: the titles around it, and how it ended. */
interface TestResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

describe("the public tests", () => {
  let workplace: string;

  beforeAll(async () => {
    await mkdir(CACHE, { recursive: true });
    workplace = await mkdtemp(join(CACHE, "public-tests-"));
  });

  afterAll(async () => {
    await rm(workplace, { recursive: true, force: true });
  });

  it("all pass on the reference solution", { timeout: TIMEOUT_MS }, async () => {
    const results = await runPublicTests(join(workplace, "solution"), join(ROOT, "solution", "src"));
    expect(results.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });

  it("all fail on the stubs, each with the one error that names its function", { timeout: TIMEOUT_MS }, async () => {
    const results = await runPublicTests(join(workplace, "template"), join(ROOT, "template", "src"));
    expect(results.map(firstLine)).toEqual(results.map(stubError));
    expect(functionsWithTests(results)).toEqual(functionsToWrite());
  });
});

/** Runs the template's tests as a student does, on a copy of the template with these sources. */
async function runPublicTests(folder: string, sources: string): Promise<readonly TestResult[]> {
  const isStudents = (path: string): boolean => !path.includes("node_modules");
  await cp(join(ROOT, "template"), folder, {
    recursive: true,
    filter: (path) => isStudents(path.slice(ROOT.length)) && path !== join(ROOT, "template", "src"),
  });
  await cp(sources, join(folder, "src"), { recursive: true });
  const output = join(folder, "results.json");
  await runVitest(["run", "--root", folder, "--reporter", "json", "--outputFile", output]);
  const { testResults } = JSON.parse(await readFile(output, "utf8")) as {
    readonly testResults: readonly { readonly assertionResults: readonly TestResult[]; readonly message: string }[];
  };
  expect(testResults.map(({ message }) => message).filter(Boolean)).toEqual([]);
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** Vitest ends with 1 when tests fail, as stubs do; what happened is in its results file. */
async function runVitest(args: readonly string[]): Promise<void> {
  // Without the variables of the vitest that runs this test.
  const env = { PATH: process.env["PATH"] ?? "" };
  await new Promise<void>((resolve) => {
    execFile(process.execPath, [VITEST, ...args], { env }, () => resolve());
  });
}

function firstLine({ failureMessages }: TestResult): string | undefined {
  return failureMessages[0]?.split("\n")[0];
}

/** Each function's tests stand in a block named after it: "1.2 innerMaximumL2". */
function stubError({ ancestorTitles }: TestResult): string {
  return `NotImplementedError: Exercise ${ancestorTitles.at(-1) ?? ""} is not implemented yet`;
}

function functionsToWrite(): readonly string[] {
  return EXERCISES.flatMap(({ id, functions }) => functions.map((name) => `${id} ${name}`)).sort();
}

/** The functions with two tests or more. */
function functionsWithTests(results: readonly TestResult[]): readonly string[] {
  const blocks = results.map(({ ancestorTitles }) => ancestorTitles.at(-1) ?? "");
  return [...new Set(blocks)].filter((block) => blocks.filter((other) => other === block).length >= 2).sort();
}
