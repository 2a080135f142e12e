import { expect, test } from "vitest";
import { findMutants } from "./find-mutants.ts";
import { OPERATORS } from "./operators/index.ts";
import { typedSources } from "./typed-source.ts";

/* Each operator on a small source. The types are those of tfjs, so one program is made for all cases. */

const TEXT = `import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { deriveSeed } from "@robustness-lab/fixtures";
export function hingeLoss(w: Tensor1D, x: Tensor1D, epsilon: number, alpha: number, seed?: number): Tensor1D {
  assertGiven(epsilon);
  // <exercise 1.1 hingeLoss: ...>
  for (let step = 0; step < alpha; step += 1) {
    report(step);
  }
  for (const name of ["a"]) {
    report(name.length);
  }
  const noise = tf.randomUniform([x.shape[0]], 0, 9, "int32", deriveSeed(seed ?? 7, "direction"));
  const other = deriveSeed(3, "length");
  const kept = [1, 2].filter((each) => each > other && each < alpha).slice(0, epsilon);
  const most = tf.max(tf.mul(noise, 5), [1, 2], true);
  const chosen = seed === undefined ? w : x;
  return tf.sub(tf.relu(tf.neg(chosen)), tf.mul(tf.sign(w), scaled(x, epsilon)));
  // </exercise>
}
/** Given. */
function assertGiven(value: number): void {
  if (value < 3) throw new RangeError("given");
}
// <solution-only>
function scaled(x: Tensor1D, size: number): Tensor1D {
  return tf.mul(x, size + 6);
}
function fraction(hits: number): number {
  return hits / 8;
}
// </solution-only>
`;

const [source] = typedSources(new Map([["linear/losses.ts", TEXT]]));
const mutants = await findMutants(source!);

test.each([
  ["constant for a number", "epsilon", "42"],
  ["falsy default", "epsilon", "(epsilon || 0.1)"],
  ["other unit or size", "epsilon", "(epsilon / 255)"],
  ["other number", "epsilon", "alpha"],
  ["other literal", "5", "10"],
  ["arithmetic", "size + 6", "size - 6"],
  ["condition", "each < alpha", "each <= alpha"],
  ["branches", "seed === undefined ? w : x", "seed === undefined ? x : w"],
  ["loop", "step < alpha", "step < alpha - 1"],
  ["loop", '["a"]', '[...["a"]].slice(1)'],
  ["loop", "{ report(name.length); }", "{ report(name.length); break;}"],
  ["statement removed", "report(step);", ";"],
  ["method of an array", "[1, 2].filter((each) => each > other && each < alpha)", "[1, 2]"],
  ["kept from the first call", "epsilon", "(kept ??= epsilon)"],
  ["argument disposed of", /^return tf\.sub/, /tf\.dispose\(w\); return result; \}$/],
  ["argument returned", /^tf\.sub\(/, "x"],
  ["kept from the first of its shape", /^tf\.sub\(/, /kept\[now\.shape\]/],
  ["argument dropped", /^tf\.max/, "tf.max(tf.mul(noise, 5), [1, 2])"],
  ["arguments swapped", "scaled(x, epsilon)", "scaled(epsilon, x)"],
  ["call removed", "tf.relu(tf.neg(chosen))", "tf.neg(chosen)"],
  ["other function", "tf.relu(tf.neg(chosen))", "tf.abs(tf.neg(chosen))"],
  ["other formula", "tf.sign(w)", "tf.div(w, tf.add(tf.abs(w), 1e-3))"],
  ["order of two calls", "tf.relu(tf.neg(chosen))", "tf.neg(tf.relu(chosen))"],
  ["other value", "chosen", "w"],
  ["tensor transformed", "x", "tf.neg(x)"],
  ["rows confused", "x", "tf.reverse(x, 0)"],
  ["gradient cut", "chosen", /dataSync/],
  ["result of another form", /^tf\.sub\(/, /arraySync/],
  ["axes", "[1, 2]", "[0]"],
  ["flag", "true", "false"],
  ["name", '"int32"', '"float32"'],
  ["derived seed", 'deriveSeed(3, "length")', 'deriveSeed(3, "direction")'],
  ["seed", "seed", "(seed % 1000 + 1)"],
])("%s: %s becomes %s", (operator, original, replacement) => {
  const own = mutants.filter((mutant) => mutant.operator === operator && matches(mutant.original, original));
  expect(own.filter((mutant) => matches(mutant.replacement, replacement)).length).toBeGreaterThan(0);
});

test("every operator has a case above, except for returned numbers, which this function has none of", () => {
  const made = new Set(mutants.map(({ operator }) => operator));
  expect(OPERATORS.map(({ name }) => name).filter((name) => !made.has(name))).toEqual(["rounded"]);
});

test.each([
  ["a default for a size, which is not 0", "falsy default", "x.shape[0]", /./],
  ["a rounded integer", "other unit or size", "x.shape[0]", /round/],
  ["a function kept that never changes", "kept from the first call", "deriveSeed", /./],
  ["a tensor disposed of that the function computed", "argument disposed of", /./, /dispose\((noise|most)\)/],
  ["the form of what a helper returns", "result of another form", "tf.mul(x, size + 6)", /./],
  ["the gradient of integers cut", "gradient cut", "tf.sign(w)", /./],
])("no mutant has %s", (_, operator, original, replacement) => {
  const own = mutants.filter((mutant) => mutant.operator === operator);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((one) => matches(one.original, original) && matches(one.replacement, replacement))).toEqual([]);
});

test("exercise regions and the helpers they use are changed, given code and unused helpers are not", () => {
  const lines = new Set(mutants.map(({ line }) => line));
  expect(lines.has(5)).toBe(false);
  expect(lines.has(22)).toBe(false);
  expect([...lines].filter((line) => line > 25)).toEqual([27]);
  expect(new Set(mutants.map(({ functionName }) => functionName))).toEqual(new Set(["hingeLoss"]));
});

test("no two mutants compile to the same code", () => {
  expect(new Set(mutants.map(({ code }) => code)).size).toBe(mutants.length);
});

function matches(text: string, wanted: string | RegExp): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : text === wanted;
}
