import { functionOf } from "../../pipeline/judge/check.ts";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { judgeInProcess } from "./judge-in-process.ts";
import { loadRewritten } from "./rewritten-solution.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** The points that each function gains with another body than the reference's, by name. The engine must be loaded. */
export async function pointsOf(
  bodies: Readonly<Record<string, string>>,
  seed: number,
): Promise<ReadonlyMap<string, number>> {
  const only = RUBRIC.map(({ id }) => id).filter((id) => functionOf(id) in bodies);
  const verdicts = await judgeInProcess(await loadRewritten(bodies), { seed, only });
  const passed = new Set(verdicts.filter(({ verdict }) => verdict === "passed").map(({ id }) => id));
  return new Map(
    Object.keys(bodies).map((name) => {
      const own = RUBRIC.filter(({ id, functionName }) => functionName === name && passed.has(id));
      return [name, sumOf(own.map(({ points }) => points))];
    }),
  );
}
