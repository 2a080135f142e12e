import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { draw } from "./draw.ts";
import { judgeMutants } from "./judge-mutants.ts";
import { mutantsOfReference } from "./mutants-of-reference.ts";
import { findUnstable, renderStability } from "./stability.ts";
import { judgeCorpora } from "../corpus/judge-corpora.ts";
import { renderCorpus } from "../corpus/render-corpus.ts";

/*
 * A verdict must not depend on the seed of the probes. These are samples; in full:
 * `./robustness-lab corpus --misconceptions 20 --alternatives 20 --references 200` and
 * `./robustness-lab mutation --stability 200 --seeds 20`.
 */

const SEED = 101;
const JOBS = { jobs: availableParallelism(), signal: new AbortController().signal };

test("misconceptions lose exactly their checks with each of 2 seeds, alternatives nothing, pairs what both lose", async () => {
  const seeds = { misconceptions: 2, alternatives: 3, references: 20, pairs: 10 };
  const report = await judgeCorpora({ seed: SEED, ...seeds, full: false, jobs: JOBS.jobs }, JOBS.signal);
  const { isAsExpected, text } = renderCorpus(report);
  expect(isAsExpected, text).toBe(true);
});

test("100 mutants get the same verdicts with each of 10 seeds", async () => {
  const mutants = draw(await mutantsOfReference(), 100, SEED);
  const seeds = Array.from({ length: 10 }, (_, index) => SEED + index);
  const judged = await judgeMutants(mutants, { ...JOBS, seeds, all: true, onDone: () => undefined });
  expect(findUnstable(judged), renderStability(judged, seeds.length)).toEqual([]);
});
