import { wrap } from "../../shared/wrap.ts";
import type { JudgedMutant } from "./judge-mutants.ts";
import { renderMutant } from "./render-tally.ts";

/** A check that a mutant loses with some seeds and passes with others. */
export interface Unstable {
  readonly mutant: JudgedMutant;
  readonly check: string;
  readonly lostWith: readonly number[];
  readonly passedWith: readonly number[];
}

/** The checks on which seeds disagree. @param mutants judged in all checks, with several seeds */
export function findUnstable(mutants: readonly JudgedMutant[]): readonly Unstable[] {
  return mutants.flatMap((mutant) => {
    const checks = new Set(mutant.outcomes.flatMap(({ lost }) => lost.map(({ id }) => id)));
    return [...checks].flatMap((check) => {
      const isLost = ({ lost }: (typeof mutant.outcomes)[number]): boolean => lost.some(({ id }) => id === check);
      const lostWith = mutant.outcomes.filter(isLost).map(({ seed }) => seed);
      const passedWith = mutant.outcomes.filter((each) => !isLost(each)).map(({ seed }) => seed);
      return passedWith.length === 0 ? [] : [{ mutant, check, lostWith, passedWith }];
    });
  });
}

/** How many mutants were judged with how many seeds, and those on which seeds disagree. */
export function renderStability(mutants: readonly JudgedMutant[], seeds: number): string {
  const unstable = findUnstable(mutants);
  const differing = new Set(unstable.map(({ mutant }) => mutant));
  const unjudged = mutants.filter(({ fate }) => fate === "timeout" || fate === "fault").length;
  return [
    `${mutants.length - unjudged} mutants with ${seeds} seeds: the verdicts on ${differing.size} differ`,
    ...(unjudged === 0 ? [] : [`${unjudged} without verdicts: they never end, or a check has a fault`]),
    ...[...differing].flatMap((mutant) => [
      `\n${renderMutant(mutant)}`,
      ...unstable
        .filter((each) => each.mutant === mutant)
        .map((each) =>
          wrap(
            `${each.check}: lost with seeds ${each.lostWith.join(", ")}; passed with ${each.passedWith.join(", ")}`,
            80,
            "    ",
          ),
        ),
    ]),
  ].join("\n");
}
