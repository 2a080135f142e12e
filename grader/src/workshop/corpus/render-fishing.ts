import type { TypedOut } from "@robustness-lab/fixtures/corpus";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { sumOf } from "../../shared/sum-of.ts";

const HEAD = `# Points without mathematics

Zeros, arguments that come back, plain calls of what a call lends, and noise of the right shape and range gain at most 4
points of 100, and so does the best mix of them:
[\`fixtures/corpus/fishing/\`](../fixtures/corpus/fishing). A check whose claim holds trivially also asks for a case that the
trivial program gets wrong. Honest code with one mistake keeps the points of the claims that it meets:
[\`half-right.ts\`](../fixtures/corpus/fishing/half-right.ts).

What a student gains who types out the formulas that the sheet and the comments print, and why that is deserved
(\`npx vitest run fishing -u\` updates the table):

| exercise | function | points | typed out | why that is deserved |
| --- | --- | ---: | ---: | --- |
`;
const DERIVED = "To be derived: no text of the template prints it, and the leak scan looks for it.";

/** The page about points without mathematics, with the points that each function gains with its comment typed out. */
export function renderFishing(rows: readonly TypedOut[], gained: ReadonlyMap<string, number>): string {
  const lines = EXERCISES.flatMap(({ id, functions }) =>
    functions.map((name) => {
      const row = rows.find(({ functionName }) => functionName === name);
      return `| ${id} | \`${name}\` | ${pointsFor(name)} | ${gained.get(name) ?? 0} | ${row?.deserved ?? DERIVED} |`;
    }),
  );
  const [all, typed] = [sumOf(RUBRIC.map(({ points }) => points)), sumOf([...gained.values()])];
  return `${HEAD}${lines.join("\n")}\n| | all | ${all} | ${typed} | |\n`;
}

function pointsFor(name: string): number {
  return sumOf(RUBRIC.filter(({ functionName }) => functionName === name).map(({ points }) => points));
}
