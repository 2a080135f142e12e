import { describe, expect, test } from "vitest";
import { openCase, type Given, type VectorCase, type Vectors } from "./oracle.ts";

/** Compares cases of one kind with the solution. */
export interface Comparison {
  /** The number of cases of this kind. */
  readonly cases: number;
  readonly compare: (given: Given) => void;
}

/** Declares a test for each case, and tests that the whole file is compared. */
export function testVectors(vectors: Vectors, comparisons: Readonly<Record<string, Comparison>>): void {
  test("each kind has the expected number of cases", () => {
    const counts: Record<string, number> = {};
    for (const { kind } of vectors.cases) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toEqual(Object.fromEntries(Object.entries(comparisons).map(([kind, { cases }]) => [kind, cases])));
  });

  test("every tensor in the file belongs to a case", () => {
    const used = new Set(vectors.cases.flatMap((found) => tensorsOf(vectors, found)));
    expect([...used].sort()).toEqual([...vectors.names].sort());
  });

  describe.each(Object.entries(comparisons))("%s", (kind, { compare }) => {
    const cases = vectors.cases.filter((found) => found.kind === kind);
    test.each(cases.map((found) => [titleOf(found), found] as const))("%s", (_, found) => {
      const given = openCase(vectors, found);
      compare(given);
      expect(given.unread(), "roles and parameters that were not compared").toEqual([]);
    });
  });
}

/** The tensors of a case, including those of its network. */
function tensorsOf({ networks }: Vectors, found: VectorCase): string[] {
  const network = typeof found["network"] === "string" ? networks[found["network"]] : undefined;
  return [...Object.values(found.tensors), ...Object.values(network ?? {})];
}

/** A title from the last tensor (the computed one, if any), the parameters that are words, and the software. */
function titleOf({ kind, by, tensors, ...parameters }: VectorCase): string {
  const words = Object.values(parameters).filter((value) => typeof value === "string");
  return [Object.values(tensors).at(-1) ?? kind, ...words, `by ${by}`].join(", ");
}
