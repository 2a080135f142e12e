import type { Mutant } from "./mutants.ts";

/** A mutant that no check can tell from the reference, with the reason. */
export type Equivalent = Pick<Mutant, "file" | "at" | "original" | "replacement"> & { readonly reason: string };

/** The numbers of mutants of a file by fate; of the survivors, `equivalent` are listed and `survived` are not. */
export interface FileTally {
  readonly file: string;
  readonly killed: number;
  readonly timeout: number;
  readonly equivalent: number;
  readonly survived: number;
  readonly fault: number;
}

/** The summary of a run. */
export interface Tally {
  readonly files: readonly FileTally[];
  /** The share of mutants that were caught, equivalents excluded: 0 to 1. */
  readonly score: number;
  readonly survivors: readonly Mutant[];
  readonly faults: readonly Mutant[];
  /** Entries of the list of equivalents whose mutant does not exist or was caught. */
  readonly wrongEntries: readonly WrongEntry[];
}

interface WrongEntry {
  readonly equivalent: Equivalent;
  readonly why: "gone" | "caught";
}

/** Counts mutants by file and compares them with the list of equivalents. */
export function tally(mutants: readonly Mutant[], equivalents: readonly Equivalent[]): Tally {
  const isListed = (mutant: Mutant): boolean => equivalents.some((one) => isSame(one, mutant));
  const survivors = mutants.filter((mutant) => mutant.fate === "survived" && !isListed(mutant));
  const caught = mutants.filter(({ fate }) => fate === "killed" || fate === "timeout").length;
  return {
    files: [...new Set(mutants.map(({ file }) => file))].map((file) => {
      const own = mutants.filter((mutant) => mutant.file === file);
      return tallyFile(file, own, survivors.filter((mutant) => mutant.file === file).length);
    }),
    score: caught / (caught + survivors.length),
    survivors,
    faults: mutants.filter(({ fate }) => fate === "fault"),
    wrongEntries: equivalents.flatMap((equivalent) => checkEntry(equivalent, mutants)),
  };
}

function tallyFile(file: string, mutants: readonly Mutant[], survived: number): FileTally {
  const count = (fate: Mutant["fate"]): number => mutants.filter((mutant) => mutant.fate === fate).length;
  return {
    file,
    killed: count("killed"),
    timeout: count("timeout"),
    equivalent: count("survived") - survived,
    survived,
    fault: count("fault"),
  };
}

function checkEntry(equivalent: Equivalent, mutants: readonly Mutant[]): readonly WrongEntry[] {
  const own = mutants.filter((mutant) => isSame(equivalent, mutant));
  if (own.length === 0) return [{ equivalent, why: "gone" }];
  return own.every(({ fate }) => fate === "survived") ? [] : [{ equivalent, why: "caught" }];
}

function isSame(equivalent: Equivalent, mutant: Mutant): boolean {
  return (["file", "at", "original", "replacement"] as const).every((key) => equivalent[key] === mutant[key]);
}
