import type { SourceFiles } from "./generate.ts";

/** A file of the template that differs from the generated one. */
export interface Drift {
  readonly file: string;
  readonly reason: "differs" | "missing" | "left over";
}

/** The differences between the committed and the generated template, sorted by path. */
export function driftBetween(committed: SourceFiles, generated: SourceFiles): readonly Drift[] {
  const files = [...new Set([...committed.keys(), ...generated.keys()])].sort();
  return files.flatMap((file) => {
    const reason = reasonOf(committed.get(file), generated.get(file));
    return reason === undefined ? [] : [{ file, reason }];
  });
}

function reasonOf(committed: string | undefined, generated: string | undefined): Drift["reason"] | undefined {
  if (committed === generated) return undefined;
  if (committed === undefined) return "missing";
  return generated === undefined ? "left over" : "differs";
}
