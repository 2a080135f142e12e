import { floats } from "../../run/protocol/values.ts";
import { ClaimFailure, type CheckContext } from "../check.ts";
import { claim, claimClose, returnedTensor } from "../claims.ts";
import { norm2, type Vector } from "../expected/vectors.ts";
import { marginsOf, stratified } from "../probes/linear-problem.ts";
import { activeProbe, claimAdversary, maximaOf, type MaximumProbe } from "./inner-maxima.ts";

/*
 * Exercise 1.4 is judged on its own: a submission may build it on its own functions of 1.1 and 1.2, and a mistake there must
 * not cost points here too. So where an answer is wrong, the judge asks these functions. Only honest attempts count: a
 * function that ignores its arguments, or returns noise, excuses nothing.
 */

/** Asks the functions of the submission that another of its functions may call. */
export interface OwnParts {
  /** The submission's hinge losses of these margins; none unless its hingeLoss is an honest attempt. */
  readonly hinge: (margins: Vector) => Promise<readonly Vector[]>;
  /** The robust hinge losses of the points, in each way to build them on the submission's functions. */
  readonly robustHinge: (attacked: Omit<MaximumProbe, "loss">) => Promise<readonly Vector[]>;
}

export function ownParts(context: CheckContext): OwnParts {
  const hasHinge = once(() => holds(() => claimElementwise(context)));
  const hasMaximum = once(() => holds(() => claimAdversary(context, activeProbe(context))));
  const hinge = async (margins: Vector): Promise<readonly Vector[]> => {
    if (!(await hasHinge())) return [];
    return answersOf(async () => (await hingesOf(context, margins)).values);
  };
  const maxima = async (one: MaximumProbe): Promise<readonly Vector[]> => {
    if (!(await hasMaximum())) return [];
    return answersOf(async () => (await maximaOf(context, "L2", one)).values);
  };
  return { hinge, robustHinge: (attacked) => robustHinges(attacked, hinge, maxima) };
}

async function robustHinges(
  { probe, epsilon }: Omit<MaximumProbe, "loss">,
  hinge: OwnParts["hinge"],
  maxima: (one: MaximumProbe) => Promise<readonly Vector[]>,
): Promise<readonly Vector[]> {
  const worst = marginsOf(probe).map((margin) => margin - epsilon * norm2(probe.w));
  const built = [...(await maxima({ probe, epsilon, loss: "hinge" })), ...(await hinge(worst))];
  // Both of its own: exp(-z) can be inverted, so it tells at which margins innerMaximumL2 takes the loss.
  for (const losses of await maxima({ probe, epsilon, loss: "exponential" })) {
    if (losses.every((loss) => loss > 0)) built.push(...(await hinge(losses.map((loss) => -Math.log(loss)))));
  }
  return built;
}

/** Claims that hingeLoss depends on each margin alone, whatever its place in the list, and not on none. */
async function claimElementwise(context: CheckContext): Promise<void> {
  const margins = stratified(context.random, 4, -2.5, 2.5);
  const { values } = await hingesOf(context, [...margins, ...[...margins].reverse()]);
  const [there, back] = [values.slice(0, 4), values.slice(4).reverse()];
  claimClose({ shape: [4], values: there }, back, "hingeLoss of the same margins");
  claim(Math.max(...there) - Math.min(...there) > 1e-3, "hingeLoss: the same for all margins");
}

async function hingesOf({ submission }: CheckContext, margins: Vector) {
  const observation = await submission.call("hingeLoss", floats([margins.length], margins));
  return returnedTensor(observation, "hingeLoss", [margins.length]);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** False for a failed claim; any other error is a fault. */
async function holds(judge: () => Promise<void>): Promise<boolean> {
  return (await answersOf(judge)).length === 1;
}

/** The answer as a list; empty if a claim about it fails. */
export async function answersOf<T>(ask: () => Promise<T>): Promise<readonly T[]> {
  try {
    return [await ask()];
  } catch (error) {
    if (error instanceof ClaimFailure) return [];
    throw error;
  }
}
