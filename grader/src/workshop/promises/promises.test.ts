import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ALL_CHECKS } from "../../pipeline/score/rubric.ts";
import { ROOT } from "../../shared/paths.ts";
import { differences } from "./compare.ts";
import { PROMISES } from "./promises.ts";
import { promisesIn, readPromises, type Promised } from "./read-promises.ts";
import { renderPromises } from "./render-promises.ts";

const CHECKS = ALL_CHECKS.map(({ id }) => id);

describe("the comments of the solution and of its types", () => {
  let promised: readonly Promised[];
  beforeAll(async () => {
    promised = await readPromises();
  });

  test("promise nothing that no check asks for, unless promises.ts says why", () => {
    const found = differences(promised, PROMISES, CHECKS);
    expect.soft(found.length, `in grader/src/workshop/promises/promises.ts:\n\n${found.join("\n\n")}\n`).toBe(0);
  });

  test("are listed in docs/promises.md (npx vitest run grader/src/workshop/promises -u)", async () => {
    await expect(renderPromises(promised, PROMISES)).toMatchFileSnapshot(join(ROOT, "docs/promises.md"));
  });
});

const FILE = `
/*
 * Who owns a tensor. You do; mind it.
 */

/** Input of \`f\`. */
export interface Input {
  /** One. Two; three. */
  readonly a: number;
  readonly b?: Loss;
}

/**
 * Gives l(z) =
 * max(0, z) e.g. for z. Then some.
 *
 * @param z [n], any value
 * @returns [n]; the same seed gives the same
 * @throws TypeError for a, RangeError for b, or a c that is d
 * @see Somebody, 1995
 */
export function f(z: Input): void {}

/** Not shown. */
function hidden(): void {}
`;

test("a file's promises are sentences, clauses, tags, and fields without a comment", () => {
  expect(promisesIn("fixtures/src/types.ts", FILE).map(({ owner, promise }) => `${owner}: ${promise}`)).toEqual([
    "types.ts: Who owns a tensor.",
    "types.ts: You do",
    "types.ts: mind it.",
    "Input: Input of `f`.",
    "Input.a: One.",
    "Input.a: Two",
    "Input.a: three.",
    "Input.b: b?: Loss",
    "f: Gives l(z) = max(0, z) e.g. for z.",
    "f: Then some.",
    "f: @param z [n], any value",
    "f: @returns [n]",
    "f: @returns the same seed gives the same",
    "f: @throws TypeError for a",
    "f: @throws RangeError for b",
    "f: @throws RangeError for a c that is d",
  ]);
});

describe("a difference is described with the row that removes it", () => {
  const promised = [{ owner: "f", promise: "Returns one number a point." }];
  const asked = { f: { "Returns one number a point.": ["f.values"] } };

  test("none, if each promise has a check and each check a promise", () => {
    expect(differences(promised, asked, ["f.values"])).toEqual([]);
  });

  test("a promise without a row, a row without its promise, and the checks of a promise that is reworded", () => {
    const reworded = { f: { "Returns one number for each point.": ["f.values"] } };
    expect(differences(promised, reworded, ["f.values"])).toEqual([
      expect.stringContaining('"Returns one number a point.": ["f.values"]'),
      'no comment of f says this any more; remove its row: "Returns one number for each point."',
    ]);
    expect(differences(promised, {}, [])).toEqual([expect.stringContaining('"Returns one number a point.": ["f.?"]')]);
  });

  test("a check that the rubric lacks, and one that no promise names", () => {
    expect(differences(promised, asked, ["f.shape"])).toEqual([
      'f: "Returns one number a point." names the check f.values, which the rubric does not have',
      "no promise names the check f.shape: add it to the promise that it asks for",
    ]);
  });

  test("a row with neither checks nor a reason", () => {
    const empty = { f: { "Returns one number a point.": [] } };
    expect(differences(promised, empty, [])).toEqual([
      'f: "Returns one number a point." names neither a check nor a reason',
    ]);
  });
});
