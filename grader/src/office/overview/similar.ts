import type { Similarity } from "../similarity/similarity-file.ts";
import type { Row } from "./row.ts";

/** A submission like another one. */
export interface Similar {
  readonly id: string;
  readonly name: string;
  readonly bits: number;
  readonly share: number;
}

/** Like whom each compared submission is. What was handed in or graded again since the comparison is left out. */
export function similarIn(
  rows: readonly Row[],
  similarity: Similarity | undefined,
): ReadonlyMap<string, readonly Similar[]> {
  const digests = new Map(similarity?.submissions.map(({ id, sha256 }) => [id, sha256]));
  const compared = rows.filter(({ id, status, outcome }) => status === "graded" && digests.get(id) === outcome?.sha256);
  const names = new Map(compared.map(({ id, name }) => [id, name]));
  const pairs = (similarity?.pairs ?? []).filter(
    ({ left, right, standsOut }) => standsOut && names.has(left) && names.has(right),
  );
  return new Map(
    compared.map(({ id }) => {
      const own = pairs.filter(({ left, right }) => left === id || right === id);
      const others = own.map(({ left, right, bits, share }) => {
        const other = left === id ? right : left;
        return { id: other, name: names.get(other) ?? "", bits, share };
      });
      return [id, others];
    }),
  );
}
