import type { Promised } from "./read-promises.ts";

/** The checks that ask for a promise, the reason why none does, or both where a check asks for a part of it. */
export type Asked = readonly string[] | string | { readonly checks: readonly string[]; readonly why: string };

/** For each owner, what asks for each of its promises. */
export type PromiseTable = Readonly<Record<string, Readonly<Record<string, Asked>>>>;

/**
 * The differences between the comments, the table and the rubric, each with the row that removes it; empty if there are
 * none.
 */
export function differences(
  promised: readonly Promised[],
  table: PromiseTable,
  checks: readonly string[],
): readonly string[] {
  const rows = rowsOf(table);
  const gone = rows.filter((row) => !promised.some((each) => isSame(each, row)));
  const added = promised.filter((each) => !rows.some((row) => isSame(each, row)));
  const named = rows.flatMap(({ asked }) => checksOf(asked));
  return [
    ...added.map((each) => describeAdded(each, nearest(each, gone))),
    ...gone.map(({ owner, promise }) => `no comment of ${owner} says this any more; remove its row: "${promise}"`),
    ...rows.flatMap((row) => problemsOf(row, checks)),
    ...checks.filter((id) => !named.includes(id)).map(describeUnnamed),
  ];
}

interface Row extends Promised {
  readonly asked: Asked;
}

export function checksOf(asked: Asked): readonly string[] {
  if (typeof asked === "string") return [];
  return "checks" in asked ? asked.checks : asked;
}

export function whyOf(asked: Asked): string | undefined {
  if (typeof asked === "string") return asked;
  return "why" in asked ? asked.why : undefined;
}

function rowsOf(table: PromiseTable): readonly Row[] {
  return Object.entries(table).flatMap(([owner, promises]) =>
    Object.entries(promises).map(([promise, asked]) => ({ owner, promise, asked })),
  );
}

function isSame(left: Promised, right: Promised): boolean {
  return left.owner === right.owner && left.promise === right.promise;
}

function problemsOf({ owner, promise, asked }: Row, checks: readonly string[]): readonly string[] {
  const place = `${owner}: "${promise}"`;
  const unknown = checksOf(asked).filter((id) => !checks.includes(id));
  const isEmpty = checksOf(asked).length === 0 && (whyOf(asked) ?? "") === "";
  return [
    ...unknown.map((id) => `${place} names the check ${id}, which the rubric does not have`),
    ...(isEmpty ? [`${place} names neither a check nor a reason`] : []),
  ];
}

function describeAdded({ owner, promise }: Promised, similar: Row | undefined): string {
  const asked = similar === undefined ? [`${owner}.?`] : similar.asked;
  const was = similar === undefined ? "" : `, instead of the row for "${similar.promise}"`;
  return `${owner} has a new promise; name the checks that ask for it, or say why none does${was}:
    ${JSON.stringify(owner)}: {
      ${JSON.stringify(promise)}: ${JSON.stringify(asked)},
    }`;
}

function describeUnnamed(id: string): string {
  return `no promise names the check ${id}: add it to the promise that it asks for`;
}

/** The removed row of the same owner with the most words in common: what was reworded keeps its checks. */
function nearest({ owner, promise }: Promised, gone: readonly Row[]): Row | undefined {
  const words = new Set(wordsOf(promise));
  const shared = (row: Row): number => wordsOf(row.promise).filter((word) => words.has(word)).length;
  return gone
    .filter((row) => row.owner === owner && 2 * shared(row) >= words.size)
    .sort((left, right) => shared(right) - shared(left))[0];
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}
