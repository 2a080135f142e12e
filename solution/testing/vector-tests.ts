import { describe, expect, test } from "vitest";
import { openCase, type Given, type VectorCase, type Vectors } from "./oracle.ts";

/** How a kind of case is compared with the solution, and how many of them there are. */
export interface Comparison {
  readonly cases: number;
  readonly compare: (given: Given) => void;
}

/** A test for each case of the vectors, and tests that nothing in the files goes without one. */
export function testVectors(vectors: Vectors, comparisons: Readonly<Record<string, Comparison>>): void {
  test("each kind has as many cases as were written", () => {
    const counts: Record<string, number> = {};
    for (const { kind } of vectors.cases) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toEqual(Object.fromEntries(Object.entries(comparisons).map(([kind, { cases }]) => [kind, cases])));
  });

  test("every tensor in the file is of a case", () => {
    const used = new Set(vectors.cases.flatMap((found) => tensorsOf(vectors, found)));
    expect([...used].sort()).toEqual([...vectors.names].sort());
  });

  describe.each(Object.entries(comparisons))("%s", (kind, { compare }) => {
    const cases = vectors.cases.filter((found) => found.kind === kind);
    test.each(cases.map((found) => [titleOf(found), found] as const))("%s", (_, found) => {
      const given = openCase(vectors, found);
      compare(given);
      expect(given.unread(), "what no comparison asked for").toEqual([]);
    });
  });
}

/** The tensors that a case names, those of its network included. */
function tensorsOf({ networks }: Vectors, found: VectorCase): string[] {
  const network = typeof found["network"] === "string" ? networks[found["network"]] : undefined;
  return [...Object.values(found.tensors), ...Object.values(network ?? {})];
}

/** The last tensor, which is what was computed where anything was, the words, and by whom. */
function titleOf({ kind, by, tensors, ...parameters }: VectorCase): string {
  const words = Object.values(parameters).filter((value) => typeof value === "string");
  return [Object.values(tensors).at(-1) ?? kind, ...words, `by ${by}`].join(", ");
}
