import type { Mutant } from "./mutants.ts";

/** A mutant that no check can tell from the reference, and why not. */
export type Equivalent = Pick<Mutant, "file" | "at" | "original" | "replacement"> & { readonly reason: string };

/** How many mutants of a file ended how. `equivalent`: survivors that are listed; `survived`: those that are not. */
export interface FileTally {
  readonly file: string;
  readonly killed: number;
  readonly timeout: number;
  readonly equivalent: number;
  readonly survived: number;
  readonly fault: number;
}

/** What a run says of the suites, and of the list of equivalents. */
export interface Tally {
  readonly files: readonly FileTally[];
  /** Caught of those that can be caught, 0 to 1. */
  readonly score: number;
  readonly survivors: readonly Mutant[];
  readonly faults: readonly Mutant[];
  /** Entries of the list that do not hold: their mutant is gone, or was caught. */
  readonly untrue: readonly Untruth[];
}

export interface Untruth {
  readonly equivalent: Equivalent;
  readonly why: "gone" | "caught";
}

/** Counts a run's mutants by file and holds them against the list. */
export function tally(mutants: readonly Mutant[], equivalents: readonly Equivalent[]): Tally {
  const listed = (mutant: Mutant): boolean => equivalents.some((one) => isSame(one, mutant));
  const survivors = mutants.filter((mutant) => mutant.fate === "survived" && !listed(mutant));
  const caught = mutants.filter(({ fate }) => fate === "killed" || fate === "timeout").length;
  return {
    files: [...new Set(mutants.map(({ file }) => file))].map((file) => {
      const own = mutants.filter((mutant) => mutant.file === file);
      return tallyFile(file, own, survivors.filter((mutant) => mutant.file === file).length);
    }),
    score: caught / (caught + survivors.length),
    survivors,
    faults: mutants.filter(({ fate }) => fate === "fault"),
    untrue: equivalents.flatMap((equivalent) => untruth(equivalent, mutants)),
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

function untruth(equivalent: Equivalent, mutants: readonly Mutant[]): readonly Untruth[] {
  const own = mutants.filter((mutant) => isSame(equivalent, mutant));
  if (own.length === 0) return [{ equivalent, why: "gone" }];
  return own.every(({ fate }) => fate === "survived") ? [] : [{ equivalent, why: "caught" }];
}

function isSame(equivalent: Equivalent, mutant: Mutant): boolean {
  return (["file", "at", "original", "replacement"] as const).every((key) => equivalent[key] === mutant[key]);
}
