import type { Random } from "@robustness-lab/fixtures";
import { mean } from "../expected/vectors.ts";
import type { Fate } from "./attacked-cases.ts";
import { redraw } from "./redraw.ts";
import { shuffled } from "./shuffled.ts";

/*
 * Which images an attack turns, drawn anew for each run. Draws in which a wrong count gives the right number are left out.
 */

/** Batches of these sizes, of images of these fates; each fate occurs. */
interface BatchesDraw {
  readonly sizes: readonly number[];
  readonly fates: readonly Fate[];
}

/** How far a wrong count is from the right one: less than one image of any probe. */
const CLEAR = 0.02;

/** Batches of fates whose accuracy under attack no other way of counting gives. */
export function drawBatches(random: Random, { sizes, fates }: BatchesDraw): readonly (readonly Fate[])[] {
  return redraw("batches of fates", () => {
    const batches = sizes.map((size) => Array.from({ length: size }, () => pick(random, fates)));
    const all = batches.flat();
    const right = accuracyOf(all);
    const isTelling = otherCounts(batches).every((other) => Math.abs(other - right) > CLEAR);
    return isTelling && fates.every((fate) => all.includes(fate)) ? batches : undefined;
  });
}

/** What one gets by dropping or singling out a batch, by counting errors, or by counting only what was right before. */
function otherCounts(batches: readonly (readonly Fate[])[]): readonly number[] {
  const all = batches.flat();
  const perBatch = batches.map(accuracyOf);
  const share = (part: readonly Fate[], of: readonly Fate[]): number => (of.length === 0 ? 0 : part.length / of.length);
  const kept = all.filter((fate) => fate === "kept");
  const rightBefore = all.filter((fate) => fate === "kept" || fate === "turned");
  // All whose class the attack leaves as it was: what one counts who takes the first answer for the label.
  const unchanged = all.filter((fate) => fate === "kept" || fate === "stuck");
  const isMixed = rightBefore.length < all.length;
  const isRagged = new Set(batches.map(({ length }) => length)).size > 1;
  return [
    1 - accuracyOf(all),
    accuracyOf(batches.slice(0, -1).flat()),
    perBatch[0] ?? 0,
    perBatch.at(-1) ?? 0,
    ...(isRagged ? [mean(perBatch), mean(perBatch.slice(0, -1))] : []),
    ...(isMixed ? [share(kept, rightBefore), share(kept, all), share(rightBefore, all), share(unchanged, all)] : []),
  ];
}

function accuracyOf(fates: readonly Fate[]): number {
  return mean(fates.map((fate) => (fate === "kept" || fate === "mended" ? 1 : 0)));
}

/** Eleven fates, five of them turned: one is among the first three, and before the third of these stand a wrong one and a kept one. */
export function drawGalleryFates(random: Random): readonly Fate[] {
  return redraw("fates for a gallery", () => {
    const fates = shuffled(random, GALLERY);
    const third =
      fates.reduce<readonly number[]>((found, fate, at) => (fate === "turned" ? [...found, at] : found), [])[2] ?? 0;
    const before = fates.slice(0, third);
    // Whoever looks at the first few images only finds one there, and is judged by it.
    const isEarly = fates.slice(0, 3).includes("turned");
    return isEarly && before.some((fate) => WRONG_BEFORE.has(fate)) && before.includes("kept") ? fates : undefined;
  });
}

// prettier-ignore
const GALLERY: readonly Fate[] =
  ["stuck", "kept", "turned", "mended", "turned", "swapped", "turned", "kept", "turned", "turned", "stuck"];
const WRONG_BEFORE: ReadonlySet<Fate> = new Set(["stuck", "swapped", "mended"]);

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.integer(0, list.length - 1)] as T;
}
