import type { Mutant } from "./mutant.ts";
import type { Fate, JudgedMutant } from "./judge-mutants.ts";

/** A mutant, or several of one kind, that no check can tell from the reference. */
export interface Equivalent {
  readonly functionName: string;
  /** The line on which the change begins, trimmed; any if omitted. */
  readonly at?: string;
  readonly operator?: string;
  /** The old text, or a pattern of it. */
  readonly original?: string | RegExp;
  /** The new text, or a pattern of it. */
  readonly replacement?: string | RegExp;
  /** What the old text is a part of. */
  readonly within?: string | RegExp;
  readonly reason: string;
}

/** The numbers of mutants of a function by fate; of the survivors, `equivalent` are listed and `survived` are not. */
export interface FunctionTally {
  readonly functionName: string;
  readonly mutants: number;
  readonly killed: number;
  readonly timeout: number;
  readonly equivalent: number;
  readonly survived: number;
  readonly fault: number;
}

/** The summary of a run. */
export interface Tally {
  readonly functions: readonly FunctionTally[];
  readonly survivors: readonly JudgedMutant[];
  readonly faults: readonly JudgedMutant[];
  /** Entries of the list of equivalents that name no mutant, or one that was caught. */
  readonly wrongEntries: readonly WrongEntry[];
}

interface WrongEntry {
  readonly equivalent: Equivalent;
  readonly why: "gone" | "caught";
  /** The first mutant that was caught. */
  readonly mutant?: JudgedMutant;
}

/** Counts mutants by function and compares them with the list of equivalents. */
export function tally(mutants: readonly JudgedMutant[], equivalents: readonly Equivalent[]): Tally {
  const isListed = (mutant: Mutant): boolean => equivalents.some((one) => isMeant(one, mutant));
  const survivors = mutants.filter((mutant) => mutant.fate === "survived" && !isListed(mutant));
  return {
    functions: [...new Set(mutants.map(({ functionName }) => functionName))].map((functionName) => {
      const isOwn = (mutant: Mutant): boolean => mutant.functionName === functionName;
      return tallyFunction(functionName, mutants.filter(isOwn), survivors.filter(isOwn).length);
    }),
    survivors,
    faults: mutants.filter(({ fate }) => fate === "fault"),
    wrongEntries: equivalents.flatMap((equivalent) => checkEntry(equivalent, mutants)),
  };
}

/** Whether the suites caught all mutants but the listed ones, and the list is right. */
export function holds({ survivors, faults, wrongEntries }: Tally): boolean {
  return survivors.length + faults.length + wrongEntries.length === 0;
}

/** Whether an entry of the list names a mutant. */
export function isMeant(entry: Equivalent, mutant: Mutant): boolean {
  return FIELDS.every((key) => {
    const expected = entry[key];
    return expected instanceof RegExp ? expected.test(mutant[key]) : expected === undefined || expected === mutant[key];
  });
}

const FIELDS = ["functionName", "at", "operator", "original", "replacement", "within"] as const;

function tallyFunction(functionName: string, mutants: readonly JudgedMutant[], survived: number): FunctionTally {
  const count = (fate: Fate): number => mutants.filter((mutant) => mutant.fate === fate).length;
  return {
    functionName,
    mutants: mutants.length,
    killed: count("killed"),
    timeout: count("timeout"),
    equivalent: count("survived") - survived,
    survived,
    fault: count("fault"),
  };
}

function checkEntry(equivalent: Equivalent, mutants: readonly JudgedMutant[]): readonly WrongEntry[] {
  const own = mutants.filter((mutant) => isMeant(equivalent, mutant));
  if (own.length === 0) return [{ equivalent, why: "gone" }];
  const caught = own.find(({ fate }) => fate !== "survived");
  return caught === undefined ? [] : [{ equivalent, why: "caught", mutant: caught }];
}
