import { describe, expect, it } from "vitest";
import { compareClass, type Source } from "./compare.ts";
import { comment, disguise, reformat, rename, reorder, type Disguise } from "./testing/copies.ts";
import { listedPairs, standsOut, toSimilarity } from "./similarity.ts";

const ADA = `
export function robustMean(values: number[], epsilon: number): number {
  let total = 0;
  for (const value of values) {
    if (Math.abs(value) > epsilon) total += Math.sign(value) * (Math.abs(value) - epsilon) ** 2;
    else total -= value / (1 + epsilon * value);
  }
  return total / Math.max(1, values.length - 3);
}
export function steps(start: number, count: number): number[] {
  const found = [];
  let at = start;
  while (found.length < count && at !== 0) {
    at = at % 7 === 3 ? at * 5 + 1 : Math.floor(at / 2) - found.length;
    found.push(at);
  }
  return found.reverse().map((each) => each ** 2 - 4 * each);
}
`;
const BOB = `
export const robustMean = (values, epsilon) =>
  values.map((value) => Math.max(0, Math.abs(value) - epsilon)).reduce((sum, each) => sum + each, 0) / values.length;
export const steps = (start, count) => {
  const all = new Array(count).fill(0);
  for (let i = 1; i < count; i++) all[i] = all[i - 1] * 3 - 2 + (i % 4);
  return all.filter((x) => x > start).concat([start]);
};
`;
/** The others of a class, who have nothing in common with anybody. */
const OTHERS = Array.from({ length: 8 }, (_, index) => source(`other ${index}`, `export const x = ${index};`));

function source(id: string, text: string, team = id): Source {
  return { id, name: id, sha256: id, team, files: [{ path: "src/a.ts", text }] };
}

/** Draws that are not random, for tests. */
function draws(): () => number {
  let state = 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const shareOf = (left: Source, right: Source): number =>
  compareClass([left, right, ...OTHERS], []).pairs.find((pair) => pair.left === left && pair.right === right)?.share ??
  0;

describe("the share of two submissions", () => {
  it.each<readonly [string, readonly Disguise[]]>([
    ["renamed variables, let for const", [rename]],
    ["moved functions", [reorder]],
    ["added comments", [comment]],
    ["another layout", [reformat]],
    ["all of these", [rename, reorder, comment, reformat]],
  ])("is everything in spite of %s", async (_, disguises) => {
    const copy = source("copy", await disguise(ADA, disguises, draws()));
    expect(copy.files[0]?.text).not.toBe(ADA);
    expect(shareOf(source("ada", ADA), copy)).toBe(1);
  });

  it("is everything if types are removed, and an arrow has braces", () => {
    const plain = ADA.replaceAll(/: number(\[\])?/g, "").replace(
      "=> each ** 2 - 4 * each",
      "=> { return (each ** 2 - 4 * each); }",
    );
    expect(shareOf(source("ada", ADA), source("copy", plain))).toBe(1);
  });

  it("is nothing for independent solutions", () => {
    expect(shareOf(source("ada", ADA), source("bob", BOB))).toBe(0);
  });

  it("is everything of the smaller for one that was copied into more", () => {
    expect(
      shareOf(source("ada", ADA), source("both", ADA + BOB.replaceAll("robustMean", "a").replaceAll("steps", "b"))),
    ).toBe(1);
  });
});

describe("pairs", () => {
  it("weigh what few submissions share more: log2((n + 1) / m) bits each", () => {
    const two = compareClass([source("ada", ADA), source("copy", ADA), ...OTHERS], []).pairs[0]?.bits ?? 0;
    const five = ["a", "b", "c", "d", "e"].map((id) => source(id, ADA));
    const among5 = compareClass([...five, ...OTHERS.slice(0, 5)], []).pairs[0]?.bits ?? 0;
    expect(two / among5).toBeCloseTo(Math.log2(11 / 2) / Math.log2(11 / 5), 10);
  });

  it("do not count what everybody was given", () => {
    const given = [{ path: "src/a.ts", text: ADA }];
    expect(compareClass([source("ada", ADA), source("copy", ADA), ...OTHERS], given).pairs).toEqual([]);
  });

  it("are never of one team, and a team counts once", () => {
    const team = ["ada", "bob"].map((id) => source(id, ADA, "team 1"));
    expect(compareClass([...team, ...OTHERS], []).pairs).toEqual([]);
    const copied = compareClass([...team, source("eve", ADA), ...OTHERS.slice(1)], []).pairs;
    expect(copied.map(({ left, right }) => [left.id, right.id])).toEqual([
      ["ada", "eve"],
      ["bob", "eve"],
    ]);
    const without = compareClass([source("ada", ADA), source("eve", ADA), ...OTHERS.slice(1)], []).pairs;
    expect(copied[0]?.bits).toBe(without[0]?.bits);
  });

  it("show what they share by declaration, with the lines of both", () => {
    const moved = source("copy", `const own = 1;\n${ADA.slice(ADA.indexOf("export function steps"))}`);
    const comparison = compareClass([source("ada", ADA), moved, ...OTHERS], []);
    const [pair] = comparison.pairs;
    const passages = pair === undefined ? [] : comparison.passagesOf(pair);
    expect(passages.map(({ left, right }) => [left.name, left.firstLine, right.name, right.firstLine])).toEqual([
      ["steps", 10, "steps", 2],
    ]);
    expect([...(passages[0]?.lines.right() ?? [])]).toContain(4);
  });
});

describe("hostile sources", () => {
  it("that are nested too deeply are left out, with a note, and the rest is compared", () => {
    const deep = source("deep", `const x = ${"(".repeat(1e5)}1${")".repeat(1e5)};`);
    const comparison = compareClass([source("ada", ADA), deep, source("copy", ADA)], []);
    expect(comparison.unparsed.map(({ source: { id } }) => id)).toEqual(["deep"]);
    expect(comparison.pairs.map(({ left, right }) => [left.id, right.id])).toEqual([["ada", "copy"]]);
    expect(toSimilarity([deep], comparison, []).notes).toEqual(["deep: src/a.ts is nested too deeply to be compared"]);
  });

  it("that repeat themselves take no longer than their length", () => {
    const long = "x = x + 1 - y * 2;\n".repeat(20_000);
    const comparison = compareClass([source("one", long), source("two", long)], []);
    const [pair] = comparison.pairs;
    expect(pair?.share).toBe(1);
    expect(pair === undefined ? 0 : comparison.passagesOf(pair).length).toBeGreaterThan(0);
  });

  it("without code, or that are not TypeScript, share nothing", () => {
    const odd = ["", "// only a comment", "\u0000\uFFFD <<<< }}}} `${", "export {}; import x from 'y';"].map(
      (text, index) => source(`odd ${index}`, text),
    );
    expect(compareClass(odd, []).pairs).toEqual([]);
  });
});

describe("what is listed", () => {
  const pair = (bits: number, share: number) => ({ left: source("a", ""), right: source("b", ""), bits, share });

  it("stands out from a quarter and 100 bits", () => {
    expect([pair(100, 0.25), pair(99, 1), pair(1000, 0.24)].map(standsOut)).toEqual([true, false, false]);
  });

  it("are all that stand out, and others up to a number", () => {
    const all = [pair(900, 0.1), pair(800, 0.1), pair(700, 0.5), pair(600, 0.5)];
    expect(listedPairs(all, 1).map(({ bits }) => bits)).toEqual([700, 600]);
    expect(listedPairs(all, 3).map(({ bits }) => bits)).toEqual([900, 700, 600]);
  });

  it("is grouped by what is connected", () => {
    // Nine statements that differ in their numbers.
    const longer = (text: string): string =>
      Array.from({ length: 9 }, (_, index) => text.replaceAll("1", `${index}5`)).join("\n");
    const texts = { x: "", ada: longer(ADA), y: longer(BOB), bob: longer(ADA), eve: longer(ADA), z: longer(BOB) };
    const sources = Object.entries(texts).map(([id, text]) => source(id, text));
    const { clusters } = toSimilarity(sources, compareClass(sources, []), []);
    expect(clusters).toEqual([
      ["ada", "bob", "eve"],
      ["y", "z"],
    ]);
  });
});
