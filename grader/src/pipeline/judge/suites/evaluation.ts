import type { BatchDescription } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import {
  claim,
  claimClose,
  claimEach,
  claimNumberClose,
  numbersOf,
  returned,
  returnedNumber,
  tensorOf,
} from "../claims.ts";
import { mean } from "../expected/vectors.ts";
import { drawBatches, drawGalleryFates } from "../probes/fates.ts";
import { drawCases, type AttackedCase, type AttackedCases, type Fate } from "../probes/attacked-cases.ts";
import { drawImages, toArgument, toLabels } from "../probes/images.ts";
import { drawLinear } from "../probes/models.ts";
import type { Plain } from "../../run/protocol/values.ts";

/* Exercise 2.5, with described attacks whose effect on each image is known. */

check("robustAccuracy.attacked", async (context) => {
  // All images are right before the attack and all batches have the same size: the next two checks judge other cases.
  await claimAccuracy(context, ["kept", "turned"], [5, 5, 5], [7, 7]);
  return PASSED;
});

check("robustAccuracy.ragged", async (context) => {
  // The mean over batches differs: drawBatches ensures it.
  await claimAccuracy(context, ["kept", "turned"], [5, 1, 3, 2], [2, 4, 1]);
  return PASSED;
});

check("robustAccuracy.all-counted", async (context) => {
  // Without the images that are wrong before the attack the result differs: drawBatches ensures that, too.
  await claimAccuracy(context, ["kept", "turned", "stuck", "mended"], [4, 4, 4], [6, 6]);
  return PASSED;
});

/** Claims the right robustAccuracy of images with these fates, for each list of batch sizes. */
async function claimAccuracy(
  { submission, random }: CheckContext,
  fates: readonly Fate[],
  ...sizesOfBatches: readonly (readonly number[])[]
): Promise<void> {
  await claimEach(sizesOfBatches, async (sizes) => {
    const drawn = drawBatches(random, { sizes, fates });
    const { model, shape, strength, cases } = drawCases(random, drawn.flat());
    const ends = sizes.map((_, place) => sizes.slice(0, place + 1).reduce((sum, size) => sum + size));
    const batches = ends.map((end, place) =>
      toBatch({ shape, cases: cases.slice(ends[place - 1] ?? 0, end), seed: place + 1 }),
    );
    const asked = `robustAccuracy of batches of ${sizes.join(", ")} images`;
    const observation = await submission.call("robustAccuracy", {
      classifier: { $: "classifier", model },
      attack: { $: "attack", attack: { kind: "dim", strength } },
      batches: { $: "batches", batches },
      accuracy: { $: "accuracy" },
    });
    const isRight = ({ after, label }: AttackedCase): boolean => after === label;
    claimNumberClose(returnedNumber(observation, asked), cases.filter(isRight).length / cases.length, asked);
  });
}

function toBatch({
  shape,
  cases,
  seed,
}: Pick<AttackedCases, "shape" | "cases"> & { readonly seed: number }): BatchDescription {
  const images = toArgument({ shape, rows: cases.map(({ image }) => image) });
  return { images, labels: toLabels(cases.map(({ label }) => label)), seed };
}

check("accuracyCurve.values", async ({ submission, random }) => {
  // Images darker than mid grey, so that their mean grows with the strength of "negative".
  const images = drawImages(random, 3, [3, 3, 1], 0.05, 0.4);
  const batch = { images: toArgument(images), labels: toLabels([0, 1, 0]), seed: 1 };
  const [small, large] = [random.uniform(0.05, 0.15), random.uniform(0.25, 0.35)];
  const epsilons = [large, small, large, 0, 0.2, 0.2, 0.5];
  const asked = `accuracyCurve of ${epsilons.length} epsilons in no order, some of them twice`;
  const observation = await submission.call("accuracyCurve", {
    attackAt: { $: "attackAt", kind: "negative" },
    epsilons,
    evaluate: { $: "meanPixelUnder", model: drawLinear(random, [3, 3, 1], 2), batch },
  });
  const values = numbersOf(returned(observation, asked), asked, epsilons.length);
  const clean = mean(images.rows.flatMap((row) => [...row]));
  const expected = epsilons.map((epsilon) => (1 - epsilon) * clean + epsilon * (1 - clean));
  claimClose({ shape: [epsilons.length], values }, expected, asked);
  return PASSED;
});

check("adversarialExamples.indices", async (context) => {
  await claimEach(COUNTS, async (count) => {
    const { asked, cases, gallery } = await galleryOf(context, count);
    const expected = turnedPlaces(cases, count);
    const indices = numbersOf(gallery["indices"], `${asked}: indices`);
    const found = indices.map((place) => `${place} (${describe(cases[place])})`).join(", ") || "none";
    claim(indices.length === expected.length, `${asked}: ${indices.length} indices came back: ${found}`);
    claim(
      indices.every((place, index) => place === expected[index]),
      `${asked}: the indices that came back are ${found}`,
    );
  });
  return PASSED;
});

check("adversarialExamples.predictions", async (context) => {
  await claimEach(COUNTS, async (count) => {
    const { asked, cases, gallery, places } = await galleryOf(context, count);
    const before = numbersOf(gallery["before"], `${asked}: before`, places.length);
    const after = numbersOf(gallery["after"], `${asked}: after`, places.length);
    for (const [index, place] of places.entries()) {
      const known = cases[place] as AttackedCase;
      // The two agree for a turned digit. For one that should not be in the gallery either is accepted.
      const isBefore = before[index] === known.before || before[index] === known.label;
      claim(isBefore, `${asked}: before says ${before[index]} of image ${place}, which is another class's`);
      claim(after[index] === known.after, `${asked}: after says ${after[index]} of image ${place}, not its class`);
    }
  });
  return PASSED;
});

check("adversarialExamples.images", async (context) => {
  await claimEach(COUNTS, async (count) => {
    const { asked, cases, shape, gallery, places } = await galleryOf(context, count);
    const images = tensorOf(gallery["images"], `${asked}: images`, [places.length, ...shape]);
    const expected = places.flatMap((place) => cases[place]?.attacked ?? []);
    claimClose(images, expected, `${asked}: images`);
  });
  return PASSED;
});

/** Fewer and more than the five images that the attack fools. */
const COUNTS = [3, 9] as const;

const IN_WORDS: Readonly<Record<Fate, string>> = {
  kept: "right before and after",
  turned: "right before and wrong after",
  mended: "wrong before and right after",
  stuck: "wrong before and after",
  swapped: "wrong before and after, in two classes",
};

function describe(found: AttackedCase | undefined): string {
  return found === undefined ? "not in the batch" : IN_WORDS[found.fate];
}

function turnedPlaces(cases: readonly AttackedCase[], count: number): readonly number[] {
  return cases.flatMap(({ fate }, place) => (fate === "turned" ? [place] : [])).slice(0, count);
}

interface GalleryCall extends AttackedCases {
  readonly asked: string;
  readonly gallery: { readonly [key: string]: Plain };
  /** The digits whose classes and images are expected: those at the returned indices, if these are valid. */
  readonly places: readonly number[];
}

async function galleryOf({ submission, random }: CheckContext, count: number): Promise<GalleryCall> {
  const probe = drawCases(random, drawGalleryFates(random));
  const asked = `adversarialExamples of ${probe.cases.length} images with count = ${count}`;
  const observation = await submission.call("adversarialExamples", {
    classifier: { $: "classifier", model: probe.model },
    attack: { $: "attack", attack: { kind: "dim", strength: probe.strength } },
    batch: { $: "batch", batch: toBatch({ ...probe, seed: 1 }) },
    count,
  });
  const value = returned(observation, asked);
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value) && !("$" in value);
  claim(isRecord, `${asked}: expected an object with indices, before, after and images`);
  const gallery = value as GalleryCall["gallery"];
  return { ...probe, asked, gallery, places: placesIn(gallery["indices"], probe.cases, count) };
}

function placesIn(indices: Plain | undefined, cases: readonly AttackedCase[], count: number): readonly number[] {
  const isPlace = (place: Plain): boolean => typeof place === "number" && cases[place] !== undefined;
  const areValid = Array.isArray(indices) && indices.length > 0 && indices.every(isPlace);
  return areValid ? (indices as readonly number[]) : turnedPlaces(cases, count);
}
