import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { ALL_EXERCISES, EXERCISES, isGiven } from "@robustness-lab/fixtures";
import { execaNode } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CACHE_FOLDER, SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";

/** Inside the repository, so that Node finds its packages. */
const CACHE = `${CACHE_FOLDER}robustness-lab`;
const VITEST = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const TIMEOUT_MS = 120_000;
/** Causes an error deep in TensorFlow.js. */
const DISPOSES = `export const robustAccuracy = (given) => {
  for (const { images } of given.batches) images.dispose();
  return real.robustAccuracy(given);
};
`;
const ADD_ONE = `import * as tf from "@tensorflow/tfjs-core";
export function addOne(value) {
  if (typeof value === "number") return value + 1;
  if (value instanceof tf.Tensor) return tf.cast(tf.add(value, 1), value.dtype);
  if (Array.isArray(value)) return value.map(addOne);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, addOne(entry)]));
}
`;

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

  it("all pass on the solution with the line ends of Windows", { timeout: TIMEOUT_MS }, async () => {
    const folder = join(workplace, "windows");
    await copyTemplate(folder);
    await cp(join(SOLUTION_FOLDER, "src"), join(folder, "src"), { recursive: true });
    await useCrlf(folder);
    expect((await runIn(folder)).filter(({ status }) => status !== "passed")).toEqual([]);
  });

  it("all fail on the stubs, each with the error that names its function", { timeout: TIMEOUT_MS }, async () => {
    const all = await runPublicTests(join(workplace, "template"), join(TEMPLATE_FOLDER, "src"));
    // Those of functions that the course gives pass.
    const results = all.filter(({ ancestorTitles }) => !isGiven(ancestorTitles.at(-1)?.split(" ")[1] ?? ""));
    expect(results.map(firstLine)).toEqual(results.map(stubError));
    expect(functionsWithTests(results)).toEqual(functionsToWrite());
  });

  it("say what was expected, and point into a test or into src/", { timeout: TIMEOUT_MS }, async () => {
    const folder = join(workplace, "wrong");
    await copyTemplate(folder);
    await writeWrongSources(join(folder, "src"));
    const output = await runVitest(["run", "--root", folder, "--reporter", "default"]);
    const failures = output
      .slice(output.indexOf("\n FAIL "))
      .split(/^⎯+\[\d+\/\d+\]⎯+$/m)
      .slice(0, -1);
    expect(failures.length).toBeGreaterThan(60);
    const place = /^ ❯ (?:.* )?(?:tests\/\w+\/\w+\.test\.ts|.*\bsrc\/.*):\d+:\d+$/;
    const odd = failures.filter((text) => {
      const frames = text.split("\n").filter((line) => line.startsWith(" ❯ "));
      return frames.length === 0 || !frames.every((line) => place.test(line));
    });
    expect(odd).toEqual([]);
    expect(output.match(/expected (true|false) to be .*|\d\.\d{8,}.*/g)).toBeNull();
  });
});

/** Copies the template, but for its sources. */
async function copyTemplate(folder: string): Promise<void> {
  const isCopied = (path: string): boolean => !["src", "node_modules"].includes(relative(TEMPLATE_FOLDER, path));
  await cp(TEMPLATE_FOLDER, folder, { recursive: true, filter: isCopied });
}

/** Writes sources that call the solution and add 1 to each number of the result; one disposes of what it is given. */
async function writeWrongSources(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "add-one.ts"), ADD_ONE);
  for (const { file, functions } of ALL_EXERCISES) {
    const real = pathToFileURL(join(SOLUTION_FOLDER, "src", file)).href;
    const lines = functions.map((name) =>
      name === "robustAccuracy" ? DISPOSES : `export const ${name} = (...given) => addOne(real.${name}(...given));\n`,
    );
    const head = `import * as real from "${real}";\nimport { addOne } from "../add-one.ts";\n`;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await appendFile(join(folder, file), `${existsSync(join(folder, file)) ? "" : head}${lines.join("")}`);
  }
}

/** Runs the template's tests as a student does, on a copy of the template with these sources. */
async function runPublicTests(folder: string, sources: string): Promise<readonly TestResult[]> {
  await copyTemplate(folder);
  await cp(sources, join(folder, "src"), { recursive: true });
  return runIn(folder);
}

async function useCrlf(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
}

/** The results of the public tests in a folder. */
async function runIn(folder: string): Promise<readonly TestResult[]> {
  const output = join(folder, "results.json");
  await runVitest(["run", "--root", folder, "--reporter", "json", "--outputFile", output]);
  const { testResults } = JSON.parse(await readFile(output, "utf8")) as {
    readonly testResults: readonly { readonly assertionResults: readonly TestResult[]; readonly message: string }[];
  };
  expect(testResults.map(({ message }) => message).filter(Boolean)).toEqual([]);
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** Ignores the exit code, which is 1 if tests fail: the outcome is in the results file. */
async function runVitest(args: readonly string[]): Promise<string> {
  // Without the variables of the vitest that runs this test.
  const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
  const { all } = await execaNode(VITEST, args, { env, extendEnv: false, nodeOptions: [], reject: false, all: true });
  return all;
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
