import { readFile } from "node:fs/promises";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { beforeAll, describe, expect, test } from "vitest";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { LEFT_BY_TOOLS, readFiles } from "./read-files.ts";
import { readGiven, readSecrets } from "./read-secrets.ts";
import { scannerFor, type Finding, type Scanner } from "./scan.ts";
import type { SecretText } from "./secrets.ts";
import { piecesOf, type Piece } from "./trial/pieces.ts";
import { tryScanner } from "./trial/try-scanner.ts";
import { ROOT } from "../../shared/paths.ts";

/* The scanner with the real secrets. */

let secrets: readonly SecretText[];
let solution: readonly SecretText[];
let pieces: readonly Piece[];
let scan: Scanner;

beforeAll(async () => {
  secrets = await readSecrets();
  solution = secrets.filter(({ isSecret }) => isSecret !== undefined);
  pieces = (await Promise.all(solution.map(piecesOf))).flat();
  scan = scannerFor(secrets, await readGiven());
});

const scanText = (text: string): readonly Finding[] => scan({ path: "notes.md", bytes: Buffer.from(text) });

describe("of the solution", () => {
  test("every five lines are found, unchanged and reformatted", () => {
    expect(pieces.length).toBeGreaterThan(8 * EXERCISES.length);
    expect(pieces.filter(({ text }) => scanText(text).length === 0)).toEqual([]);
    expect(pieces.filter(({ reformatted }) => scanText(reformatted).length === 0)).toEqual([]);
    expect(pieces.filter(({ text, reformatted }) => text === reformatted).length).toBeLessThan(pieces.length / 2);
  });

  test("every marker is found, even misspelt", () => {
    for (const marker of [
      "// <exercise 2.4 fgsm: step>",
      "// </exercise>",
      "/* <SOLUTION-ONLY> */",
      "# < / exercise",
    ]) {
      expect(scanText(`first\n${marker}\n`)).toMatchObject([{ firstLine: 2, resembles: "a marker of the solution" }]);
    }
  });

  test("a finding has its place and its source", async () => {
    const lines = (await readFile(`${ROOT}solution/src/mnist/projections.ts`, "utf8")).split("\n");
    const first = lines.findIndex((line) => line.includes("const length = tf.sqrt"));
    const found = scanText(`# Notes\n\n${lines.slice(first, first + 5).join("\n")}\n`);
    expect(found).toEqual([
      {
        path: "notes.md",
        firstLine: 3,
        lastLine: 6,
        resembles: `solution/src/mnist/projections.ts:${first + 1}`,
        excerpt: "const length tf sqrt tf sum tf square delta 1 2 3",
      },
    ]);
  });

  test("code with renamed identifiers is not found: words are compared, not meanings", () => {
    const code = pieces.find(({ text }) => text.includes("const length") && !text.includes("//"));
    const renamed = (code as Piece).text.replace(
      /\b(?:gradient|largest|scaled|length|alpha|delta|epsilon|images|candidates?|w)\b/g,
      "my$&",
    );
    expect(scanText((code as Piece).text)).toHaveLength(1);
    expect(scanText(renamed)).toEqual([]);
  });
});

test.each([
  ["a hidden suite", "grader/src/pipeline/judge/suites/pgd.ts", "check("],
  ["an expected value", "grader/src/pipeline/judge/expected/layers.ts", "for ("],
  ["a probe", "grader/src/pipeline/judge/probes/ascents.ts", "return "],
  ["a misconception", "fixtures/corpus/misconceptions/pgd.ts", "replace:"],
  ["an alternative", "fixtures/corpus/alternatives/projections.ts", "replace:"],
  ["a test of the solution", "solution/src/mnist/pgd.test.ts", "expect("],
  ["a model answer", "solution/answers.md", "Cauchy-Schwarz"],
])("five lines of %s are found", async (_, path, words) => {
  const lines = (await readFile(ROOT + path, "utf8")).split("\n");
  const at = lines.findIndex((line) => line.includes(words));
  expect(scanText(lines.slice(at, at + 5).join("\n"))[0]?.resembles).toBe(`${path}:${at + 1}`);
});

test("hints, explanations and the written rubric are found by sentence", () => {
  const sentences = [
    ...RUBRIC.map(({ hint }) => hint),
    ...MISCONCEPTIONS.map(({ explanation }) => explanation),
    ...WRITTEN_QUESTIONS.flatMap(({ criteria }) => criteria.map(({ lookFor }) => lookFor)),
  ].filter((text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length >= 6);
  expect(sentences.length).toBeGreaterThan(3 * RUBRIC.length);
  expect(sentences.filter((text) => scanText(`Mind: ${text}`).length === 0)).toEqual([]);
});

test("imports are not secret", () => {
  const imports = 'import * as tf from "@tensorflow/tfjs-core";\nimport { describe, expect, test } from "vitest";\n';
  expect(scanText(imports.repeat(3))).toEqual([]);
});

describe("on the template", () => {
  test("50 planted leaks are found and honest edits raise no alarm, with several seeds", async () => {
    const release = await readFiles(`${ROOT}template`, LEFT_BY_TOOLS);
    for (const [path, bytes] of release) expect(scan({ path, bytes })).toEqual([]);
    for (const seed of [1, 2, 3]) {
      const trial = await tryScanner({ scan, release, solution, plants: 50, seed });
      expect(trial).toEqual({ planted: 50, missed: [], honest: expect.any(Number), alarms: [] });
      expect(trial.honest).toBeGreaterThan(EXERCISES.length);
    }
  });

  test("a scanner without secrets does not pass the trial", async () => {
    const release = await readFiles(`${ROOT}template`, LEFT_BY_TOOLS);
    const trial = await tryScanner({ scan: scannerFor([]), release, solution, plants: 50, seed: 1 });
    expect(trial.missed).toHaveLength(50);
  });

  test("a scanner that reports every file does not pass either", async () => {
    const release = await readFiles(`${ROOT}template`, LEFT_BY_TOOLS);
    const everything: Scanner = ({ path }) => [{ path, firstLine: 1, lastLine: 1, resembles: "any", excerpt: "" }];
    const trial = await tryScanner({ scan: everything, release, solution, plants: 1, seed: 1 });
    expect(trial.alarms).toHaveLength(trial.honest);
  });
});
