import type { Family, Misconception, ParameterRange } from "@robustness-lab/fixtures/corpus";
import type { RecordedCall } from "../judge/recorded-calls.ts";
import type { Observation } from "../run/observation.ts";
import type { Replay } from "./answers.ts";
import { numbersIn } from "./numbers-in.ts";
import { isSameAnswer } from "./same-answer.ts";
import { PARAMETER } from "./variants/load-variant.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** A call whose answer differs from the reference's, or may be wrong. */
export interface WrongCall {
  readonly call: RecordedCall;
  /** How many numbers of the answer differ. */
  readonly wrongNumbers: number;
  readonly isCertain: boolean;
}

/** One number can be fitted to one wrong number always, and to two by chance. */
const MIN_WRONG_NUMBERS = 3;

/**
 * Fits the free number of a family to the smallest wrong call, then asks all calls.
 *
 * @param calls all calls of the function, smallest first
 * @param wrong those whose answers differ from the reference's, certain ones first
 * @returns the name of the member that gives all answers; undefined if none does
 */
export async function fitFamily(
  family: Family,
  calls: readonly RecordedCall[],
  wrong: readonly WrongCall[],
  replay: Replay,
): Promise<Named | undefined> {
  const numbers = sumOf(wrong.map(({ wrongNumbers }) => wrongNumbers));
  const smallest = wrong[0]?.call;
  if (smallest === undefined || numbers < MIN_WRONG_NUMBERS) return undefined;
  const variant = { ...family, replace: family.replace(PARAMETER) };
  const answer = (parameter: number, call: RecordedCall) => replay(variant, call, parameter);
  const found: Named[] = [];
  for (const parameter of await candidatesOf(family.range, smallest, answer)) {
    // The wrong call rules out nearly all of them.
    if (!(await givesAll(parameter, [smallest, ...calls], answer))) continue;
    found.push(nameOf(family, parameter));
    if (family.members === undefined) break;
  }
  // Different mistakes with the same answers: it may be neither.
  const [first, ...others] = found;
  return others.every(({ explanation }) => explanation === first?.explanation) ? first : undefined;
}

export type Named = Pick<Misconception, "id" | "explanation">;

function nameOf({ id, explanation, range, members }: Family, parameter: number): Named {
  const member = range.kind === "candidates" ? members?.[range.values.indexOf(parameter)] : undefined;
  return member ?? { id, explanation };
}

type Answer = (parameter: number, call: RecordedCall) => Promise<Observation | undefined>;

async function givesAll(parameter: number, calls: readonly RecordedCall[], answer: Answer): Promise<boolean> {
  for (const call of calls) {
    const given = await answer(parameter, call);
    if (given === undefined) return false;
    // Everyone has their own words for an error.
    const bothThrew = call.observation.status === "threw" && given.status === "threw";
    if (!bothThrew && !isSameAnswer(call.observation, given)) return false;
  }
  return true;
}

/** The numbers to try on all calls. */
async function candidatesOf(range: ParameterRange, call: RecordedCall, answer: Answer): Promise<readonly number[]> {
  if (range.kind === "candidates") return range.values;
  const wanted = call.observation.status === "returned" ? numbersIn(call.observation) : undefined;
  if (wanted === undefined || !wanted.every(Number.isFinite)) return [];
  const toParameter = range.scale === "log" ? Math.exp : (place: number): number => place;
  const [from, to] = range.scale === "log" ? [Math.log(range.from), Math.log(range.to)] : [range.from, range.to];
  const residual = async (place: number): Promise<readonly number[] | undefined> => {
    const given = await answer(toParameter(place), call);
    const numbers = given?.status === "returned" ? numbersIn(given) : undefined;
    if (numbers?.length !== wanted.length || !numbers.every(Number.isFinite)) return undefined;
    return numbers.map((number, index) => number - (wanted[index] as number));
  };
  const fitted = await leastSquares(residual, [from, to], range.scale);
  // A factor of 0, say: it has a name of its own, or none.
  if (range.scale === "linear" && fitted !== undefined && Math.abs(fitted.place) < 1e-6 * (to - from)) return [];
  const size = dot(wanted, wanted);
  if (fitted === undefined || fitted.size > CLOSE * size) return [];
  const parameter = toParameter(fitted.place);
  // People write round numbers, which the tolerance of the fit blurs.
  return [parameter, ...[3, 2, 1].map((digits) => Number(parameter.toPrecision(digits)))];
}

/** The sum of squared errors of a fit that is worth another look, relative to the answer's. */
const CLOSE = 1e-4;
const GRID = { linear: 5, log: 9 } as const;
const EXACT = 1e-12;
const SECANT_STEPS = 8;
/** Secant steps without an improvement, after which the fit ends. */
const PATIENCE = 2;

interface Fit {
  readonly place: number;
  readonly errors: readonly number[];
  /** The sum of their squares. */
  readonly size: number;
}

/** The place with the smallest sum of squares: the best of a grid, then secant steps of the Gauss-Newton method. */
async function leastSquares(
  residual: (place: number) => Promise<readonly number[] | undefined>,
  [from, to]: Bounds,
  scale: "linear" | "log",
): Promise<Fit | undefined> {
  const gridSize = GRID[scale];
  const fits: Fit[] = [];
  const attempt = async (place: number): Promise<boolean> => {
    const errors = await residual(place);
    if (errors === undefined) return false;
    const fit = { place, errors, size: dot(errors, errors) };
    fits.push(fit);
    fits.sort((one, other) => one.size - other.size);
    return fits[0] === fit;
  };
  for (let index = 0; index < gridSize; index += 1) await attempt(from + ((to - from) * index) / (gridSize - 1));
  // Any number gives these answers, so the answers are no evidence for one: everything is clipped, for example.
  if (fits.filter(({ size }) => size <= EXACT).length > 1) return undefined;
  await secantSteps(fits, attempt, [from, to]);
  // Answers are linear in most numbers of a linear scale; a few steps tell.
  if (isExact(fits) || scale === "linear") return fits[0];
  // Not a smooth function from here: narrow the bracket around the best place, then try again.
  await goldenSection(fits, attempt, (to - from) / (gridSize - 1), [from, to]);
  await secantSteps(fits, attempt, [from, to]);
  return fits[0];
}

type Bounds = readonly [from: number, to: number];
type Attempt = (place: number) => Promise<boolean>;

async function secantSteps(fits: readonly Fit[], attempt: Attempt, [from, to]: Bounds): Promise<void> {
  let failures = 0;
  for (let step = 0; step < SECANT_STEPS && failures < PATIENCE && !isExact(fits); step += 1) {
    const next = secantStep(fits);
    if (next === undefined) break;
    const isBetter = await attempt(Math.min(to, Math.max(from, next)));
    failures = isBetter ? 0 : failures + 1;
  }
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const GOLDEN_STEPS = 12;

async function goldenSection(fits: readonly Fit[], attempt: Attempt, width: number, [from, to]: Bounds): Promise<void> {
  const centre = fits[0]?.place;
  if (centre === undefined) return;
  let [low, high] = [Math.max(from, centre - width), Math.min(to, centre + width)];
  for (let step = 0; step < GOLDEN_STEPS; step += 1) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    for (const place of [left, right]) if (sizeAt(fits, place) === undefined) await attempt(place);
    if ((sizeAt(fits, left) ?? Infinity) < (sizeAt(fits, right) ?? Infinity)) high = right;
    else low = left;
  }
}

function sizeAt(fits: readonly Fit[], place: number): number | undefined {
  return fits.find((fit) => Math.abs(fit.place - place) < 1e-12)?.size;
}

function isExact([best]: readonly Fit[]): boolean {
  return best === undefined || best.size <= EXACT;
}

/** From the two best places; undefined if no step is left to make. */
function secantStep([best, second]: readonly Fit[]): number | undefined {
  if (best === undefined || second === undefined || best.size === 0) return undefined;
  const change = best.errors.map((error, index) => error - (second.errors[index] as number));
  const steepness = dot(change, change);
  if (steepness === 0) return undefined;
  return best.place - (dot(best.errors, change) / steepness) * (best.place - second.place);
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] as number), 0);
}
