import type { Random } from "@robustness-lab/fixtures";
import { mean } from "../expected/vectors.ts";
import type { Fate } from "./attacked-cases.ts";
import { redraw, shuffled } from "./draws.ts";

/*
 * Random fates of images under attack. Draws for which a wrong count equals the right one are discarded.
 */

/** The sizes of batches, and the fates of their images: each occurs. */
interface BatchesDraw {
  readonly sizes: readonly number[];
  readonly fates: readonly Fate[];
}

/** The least difference between wrong and right counts: less than one image of any probe. */
const CLEAR = 0.02;

/** Draws fates, in batches, whose accuracy under attack differs from the results of all wrong counts. */
export function drawBatches(random: Random, { sizes, fates }: BatchesDraw): readonly (readonly Fate[])[] {
  return redraw("batches of fates", () => {
    const batches = sizes.map((size) => Array.from({ length: size }, () => pick(random, fates)));
    const all = batches.flat();
    const right = accuracyOf(all);
    const isDistinct = wrongCounts(batches).every((wrong) => Math.abs(wrong - right) > CLEAR);
    return isDistinct && fates.every((fate) => all.includes(fate)) ? batches : undefined;
  });
}

/** The results of wrong counts: dropping or singling out a batch, counting errors or only images that were right before. */
function wrongCounts(batches: readonly (readonly Fate[])[]): readonly number[] {
  const all = batches.flat();
  const perBatch = batches.map(accuracyOf);
  const share = (part: readonly Fate[], of: readonly Fate[]): number => (of.length === 0 ? 0 : part.length / of.length);
  const kept = all.filter((fate) => fate === "kept");
  const rightBefore = all.filter((fate) => fate === "kept" || fate === "turned");
  // Counted by comparing with the clean prediction instead of the label.
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

/**
 * Draws thirteen fates, five of them "turned". A turned image is among the first three; a kept one and one that was wrong before
 * the attack come before the third turned one. The first images, however many, are no selection.
 *
 * @param first the fates of the first images, if they matter
 */
export function drawGalleryFates(random: Random, first: readonly Fate[] = []): readonly Fate[] {
  const others = first.reduce((left, fate) => left.toSpliced(left.indexOf(fate), 1), GALLERY);
  return redraw("fates for a gallery", () => {
    const fates = [...first, ...shuffled(random, others)];
    const places = fates.map((_, place) => place);
    const third = places.filter((place) => fates[place] === "turned")[2] ?? 0;
    const before = fates.slice(0, third);
    // A submission that looks at the first `count` images only still finds one, so its other claims can be judged.
    const isEarly = fates.slice(0, 3).includes("turned");
    const isMixed = before.some((fate) => WRONG_BEFORE.has(fate)) && before.includes("kept");
    if (!isEarly || !isMixed) return undefined;
    return places.some((end) => end > 0 && isSelection(fates, places.slice(0, end))) ? undefined : fates;
  });
}

// prettier-ignore
const GALLERY: readonly Fate[] =
  ["stuck", "kept", "turned", "mended", "turned", "swapped", "turned", "kept", "turned", "swapped", "turned", "mended", "stuck"];
const WRONG_BEFORE: ReadonlySet<Fate> = new Set(["stuck", "swapped", "mended"]);

/**
 * True if a list of places depends on what became of the images: those of a fate are all in the list or all out of it, and some
 * are out. A list may be wrong and still be a selection.
 */
export function isSelection(fates: readonly Fate[], places: readonly number[]): boolean {
  const out = fates.filter((_, place) => !places.includes(place));
  return out.length > 0 && places.every((place) => !out.includes(fates[place] as Fate));
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.integer(0, list.length - 1)] as T;
}
