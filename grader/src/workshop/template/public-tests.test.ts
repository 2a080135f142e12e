import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures";
import { execaNode } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CACHE_FOLDER, SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";

/** Inside the repository, so that Node finds its packages. */
const CACHE = `${CACHE_FOLDER}robustness-lab`;
const VITEST = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const TIMEOUT_MS = 120_000;

/** A test in the report of vitest's json reporter. */
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

  it("all pass on the solution", { timeout: TIMEOUT_MS }, async () => {
    const results = await runPublicTests(join(workplace, "solution"), join(SOLUTION_FOLDER, "src"));
    expect(results.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });

  it("all fail on the stubs, each with the error that names its function", { timeout: TIMEOUT_MS }, async () => {
    const results = await runPublicTests(join(workplace, "template"), join(TEMPLATE_FOLDER, "src"));
    expect(results.map(firstLine)).toEqual(results.map(stubError));
    expect(functionsWithTests(results)).toEqual(functionsToWrite());
  });
});

/** Runs the template's tests as a student does, on a copy of the template with these sources. */
async function runPublicTests(folder: string, sources: string): Promise<readonly TestResult[]> {
  const isCopied = (path: string): boolean => !["src", "node_modules"].includes(relative(TEMPLATE_FOLDER, path));
  await cp(TEMPLATE_FOLDER, folder, { recursive: true, filter: isCopied });
  await cp(sources, join(folder, "src"), { recursive: true });
  const output = join(folder, "results.json");
  await runVitest(["run", "--root", folder, "--reporter", "json", "--outputFile", output]);
  const { testResults } = JSON.parse(await readFile(output, "utf8")) as {
    readonly testResults: readonly { readonly assertionResults: readonly TestResult[]; readonly message: string }[];
  };
  expect(testResults.map(({ message }) => message).filter(Boolean)).toEqual([]);
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** Ignores the exit code, which is 1 if tests fail: the outcome is in the results file. */
async function runVitest(args: readonly string[]): Promise<void> {
  // Without the variables of the vitest that runs this test.
  const env = { PATH: process.env["PATH"] };
  await execaNode(VITEST, args, { env, extendEnv: false, nodeOptions: [], reject: false });
}

function firstLine({ failureMessages }: TestResult): string | undefined {
  return failureMessages[0]?.split("\n")[0];
}

/** The tests of a function are in a block named after it: "1.2 innerMaximumL2". */
function stubError({ ancestorTitles }: TestResult): string {
  return `NotImplementedError: Exercise ${ancestorTitles.at(-1) ?? ""} is not implemented yet`;
}

function functionsToWrite(): readonly string[] {
  return EXERCISES.flatMap(({ id, functions }) => functions.map((name) => `${id} ${name}`)).sort();
}

/** The functions with at least two tests. */
function functionsWithTests(results: readonly TestResult[]): readonly string[] {
  const blocks = results.map(({ ancestorTitles }) => ancestorTitles.at(-1) ?? "");
  return [...new Set(blocks)].filter((block) => blocks.filter((other) => other === block).length >= 2).sort();
}
