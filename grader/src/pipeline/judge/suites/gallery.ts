import type { Random } from "@robustness-lab/fixtures";
import type { AttackDescription } from "../../run/arguments/described.ts";
import type { Plain, TensorValue } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimClose, claimEach, numbersOf, returned, tensorOf } from "../claims.ts";
import { claimAlive } from "../probes/given-tensors.ts";
import { drawCases, toBatch, type AttackedCase, type AttackedCases, type Fate } from "../probes/attacked-cases.ts";
import { redraw } from "../probes/draws.ts";
import { drawGalleryFates, isSelection } from "../probes/fates.ts";
import { drawTellingGallery } from "../probes/telling-gallery.ts";

/* Exercise 2.5, adversarialExamples, with described attacks whose effect on each image is known. */

check("adversarialExamples.indices", async (context) => {
  // The first call: classes that are kept from here are none of other images.
  await claimIndices(context, drawTurned(context.random), 1);
  await claimEach([1, 3, 5], async (count) => {
    // The first image is one that is to be listed in a telling gallery, and not to be here.
    const fates = drawGalleryFates(context.random, count === 1 ? ["kept"] : []);
    await claimIndices(context, drawCases(context.random, fates), count);
  });
  await claimIndices(context, drawTellingGallery(context.random), 9);
  await claimIndices(context, drawCases(context.random, ["turned", "turned", "turned"]), 3);
  return PASSED;
});

/** One image, of another class than the first before and after the attack: no class is a place. */
function drawTurned(random: Random): AttackedCases {
  return redraw("image that is turned", () => {
    const drawn = drawCases(random, ["turned"]);
    const [{ before, after }] = drawn.cases as readonly [AttackedCase];
    return before === 0 || after === 0 ? undefined : drawn;
  });
}

async function claimIndices(context: CheckContext, probe: GalleryProbe, count: number): Promise<void> {
  const { asked, cases, gallery } = await galleryOf(context, probe, count);
  const expected = turnedPlaces(cases, count);
  const indices = numbersOf(gallery["indices"], `${asked}: indices`);
  const found = indices.map((place) => `${place} (${describe(cases[place])})`).join(", ") || "none";
  claim(indices.length === expected.length, `${asked}: ${indices.length} indices came back: ${found}`);
  claim(
    indices.every((place, index) => place === expected[index]),
    `${asked}: the indices that came back are ${found}`,
  );
}

check("adversarialExamples.predictions", async (context) => {
  await claimGalleries(context, ({ asked, cases, gallery, places }) => {
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
  await claimGalleries(context, claimImages);
  await claimNoneFound(context);
  return PASSED;
});

function claimImages({ asked, cases, shape, gallery, places }: GalleryCall): void {
  const images = tensorOf(gallery["images"], `${asked}: images`, [places.length, ...shape]);
  const expected = places.flatMap((place) => cases[place]?.attacked ?? []);
  claimClose(images, expected, `${asked}: images`);
}

/** An attack that returns its input turns no digit: the gallery is empty, and the batch is still the caller's. */
async function claimNoneFound(context: CheckContext): Promise<void> {
  const { cases, ...drawn } = drawCases(context.random, ["kept", "turned", "kept", "turned"]);
  const untouched = cases.map(({ image, label, before }): AttackedCase => {
    return { image, label, before, after: before, attacked: Array.from(image), fate: "kept" };
  });
  const call = await galleryOf(context, { ...drawn, attack: { kind: "identity" }, cases: untouched }, 3);
  const asked = `${call.asked} and an attack that turns none of them`;
  claimImages({ ...call, asked });
  claimAlive(call.state, asked);
}

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

interface GalleryProbe extends AttackedCases {
  /** Of the batch; 1 by default, where the attack does not depend on it. */
  readonly seed?: number;
}

interface GalleryCall extends AttackedCases {
  readonly asked: string;
  /** 1 or 0 for each tensor of the batch. */
  readonly state: readonly TensorValue[];
  readonly gallery: { readonly [key: string]: Plain };
  /** The digits whose classes and images are expected: those at the returned indices, if these are valid. */
  readonly places: readonly number[];
}

/**
 * Judges a gallery of all thirteen images, and the first ones. Fails the check if the indices of all do not depend on what became
 * of the images: whoever lists the digits that the submission compares, right or wrong, lists all or none of a fate.
 */
async function claimGalleries(context: CheckContext, judge: (call: GalleryCall) => void): Promise<void> {
  const probe = drawTellingGallery(context.random);
  const fates = probe.cases.map(({ fate }) => fate);
  await claimEach([fates.length, 3], async (count) => {
    const call = await galleryOf(context, probe, count);
    claim(
      count < fates.length || isSelection(fates, call.places),
      `${call.asked}: the indices that came back do not depend on the classes, so the digits there are not judged`,
    );
    judge(call);
  });
}

async function galleryOf({ submission }: CheckContext, probe: GalleryProbe, count: number): Promise<GalleryCall> {
  const asked = `adversarialExamples of ${probe.cases.length} images with count = ${count}`;
  const attack: AttackDescription = probe.attack;
  const observation = await submission.call("adversarialExamples", {
    classifier: { $: "classifier", model: probe.model },
    attack: { $: "attack", attack },
    batch: { $: "batch", batch: toBatch(probe, probe.seed ?? 1), kept: true },
    count,
  });
  const value = returned(observation, asked);
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value) && !("$" in value);
  claim(isRecord, `${asked}: expected an object with indices, before, after and images`);
  const gallery = value as GalleryCall["gallery"];
  const state = observation.status === "returned" ? observation.state : [];
  return { ...probe, asked, state, gallery, places: placesIn(gallery["indices"], probe.cases, count) };
}

function placesIn(indices: Plain | undefined, cases: readonly AttackedCase[], count: number): readonly number[] {
  const isPlace = (place: Plain): boolean => typeof place === "number" && cases[place] !== undefined;
  const areValid = Array.isArray(indices) && indices.length > 0 && indices.every(isPlace);
  return areValid ? (indices as readonly number[]) : turnedPlaces(cases, count);
}
