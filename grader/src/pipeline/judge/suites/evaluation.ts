import type { Random } from "@robustness-lab/fixtures";
import type { AttackDescription, BatchDescription } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import {
  claimClose,
  claimEach,
  claimNumberClose,
  claimThrows,
  numbersOf,
  returned,
  returnedNumber,
} from "../claims.ts";
import { attackedImages } from "../expected/described-attacks.ts";
import type { ImageShape } from "../expected/layers.ts";
import { logitsOf } from "../expected/models.ts";
import { mean } from "../expected/vectors.ts";
import { claimAlive } from "../probes/given-tensors.ts";
import {
  accuracyWithSeeds,
  drawCases,
  drawClasses,
  drawSpeckled,
  toBatch,
  type AttackedCases,
  type Fate,
} from "../probes/attacked-cases.ts";
import { drawBatches } from "../probes/fates.ts";
import { drawImages, toArgument, toLabels } from "../probes/images.ts";
import { drawLinear } from "../probes/models.ts";
import { redraw } from "../probes/draws.ts";

/* Exercise 2.5 without the gallery, with described attacks whose effect on each image is known. */

check("robustAccuracy.attacked", async (context) => {
  const { random } = context;
  // All images are right before the attack and all batches have the same size: the other checks judge other cases.
  await claimEach(
    [
      [5, 5, 5],
      [7, 7],
    ],
    async (sizes) => claimAccuracy(context, drawBatches(random, { sizes, fates: ["kept", "turned"] })),
  );
  await claimAccuracy(context, [
    ["turned", "turned"],
    ["turned", "turned"],
  ]);
  await claimAccuracy(context, [["kept", "kept"]]);
  return PASSED;
});

check("robustAccuracy.batch", async (context) => {
  await claimOwnSeeds(context);
  await claimBatchesKept(context);
  return PASSED;
});

check("robustAccuracy.ragged", async (context) => {
  const { submission, random } = context;
  // The mean over batches differs: drawBatches ensures it.
  await claimEach(
    [
      [5, 1, 3, 2],
      [2, 4, 1],
    ],
    async (sizes) => claimAccuracy(context, drawBatches(random, { sizes, fates: ["kept", "turned"] })),
  );
  await claimAccuracy(context, [["kept"]]);
  const { model, attack } = drawCases(random, ["kept"]);
  const nothing = await submission.call("robustAccuracy", evaluationOf(model, attack, []));
  claimThrows(nothing, "robustAccuracy without images", "RangeError");
  return PASSED;
});

check("robustAccuracy.all-counted", async (context) => {
  const { random } = context;
  // Without the images that are wrong before the attack the result differs: drawBatches ensures that, too.
  await claimEach(
    [
      [4, 4, 4],
      [6, 6],
    ],
    async (sizes) =>
      claimAccuracy(context, drawBatches(random, { sizes, fates: ["kept", "turned", "stuck", "mended"] })),
  );
  return PASSED;
});

/** Claims the right robustAccuracy of images with these fates, in batches. */
async function claimAccuracy({ submission, random }: CheckContext, drawn: readonly (readonly Fate[])[]): Promise<void> {
  const { cases, ...probe } = drawCases(random, drawn.flat());
  const batches = inBatches({ ...probe, cases }, drawn.map(({ length }) => length)); // prettier-ignore
  const asked = `robustAccuracy of batches of ${drawn.map(({ length }) => length).join(", ")} images`;
  const observation = await submission.call("robustAccuracy", evaluationOf(probe.model, probe.attack, batches));
  const right = mean(cases.map(({ after, label }) => (after === label ? 1 : 0)));
  claimNumberClose(returnedNumber(observation, asked), right, asked);
}

function inBatches(probe: AttackedCases, sizes: readonly number[]): readonly BatchDescription[] {
  const ends = sizes.map((_, place) => sizes.slice(0, place + 1).reduce((sum, size) => sum + size));
  return ends.map((end, place) =>
    toBatch({ ...probe, cases: probe.cases.slice(ends[place - 1] ?? 0, end) }, place + 1),
  );
}

function evaluationOf(
  model: AttackedCases["model"],
  attack: AttackDescription,
  batches: readonly BatchDescription[],
  kept = false,
) {
  return {
    classifier: { $: "classifier", model },
    attack: { $: "attack", attack },
    batches: { $: "batches", batches, kept },
    accuracy: { $: "accuracy" },
  };
}

/** All are right before the attack, and the batches have the same size: only the seeds are judged. */
const SPECKLED_FATES: readonly (readonly Fate[])[] = [
  ["kept", "kept", "turned", "kept", "kept", "kept", "kept"],
  ["kept", "turned", "kept", "kept", "kept", "turned", "kept"],
];
const SPECKLED_ACCURACY = 11 / 14;

/** With other seeds than the batches' own a third is right after the attack. */
async function claimOwnSeeds({ submission, random }: CheckContext): Promise<void> {
  const probe = redraw("an accuracy that hangs on the seeds", () => {
    const drawn = drawSpeckled(random, [7, 7], (after, batch) =>
      SPECKLED_FATES[batch]?.map((fate, place) => drawClasses(random, fate, after[place] as number)),
    );
    const seeds = drawn.batches.map(({ seed }) => seed);
    const others = [seeds[0], seeds[1], 1, 7, 42, 123].map((seed) => () => seed as number);
    const shifted = (batch: number): number => seeds[1 - batch] as number;
    const isClear = [...others, shifted, (batch: number) => batch + 1].every(
      (seedOf) => Math.abs(accuracyWithSeeds(drawn, seedOf) - SPECKLED_ACCURACY) > 0.1,
    );
    return isClear ? drawn : undefined;
  });
  const { model, shape, attack } = probe;
  const batches = probe.batches.map(({ cases, seed }) => toBatch({ shape, cases }, seed));
  const asked = "robustAccuracy under an attack that depends on the batch's seed";
  const observation = await submission.call("robustAccuracy", evaluationOf(model, attack, batches));
  claimNumberClose(returnedNumber(observation, asked), SPECKLED_ACCURACY, asked);
}

/** The batches are an array, and the attack returns its input. All images are right, so only the tensors are judged. */
async function claimBatchesKept({ submission, random }: CheckContext): Promise<void> {
  const probe = drawCases(random, ["kept", "turned", "turned", "kept"]);
  const asked = "robustAccuracy of an array of batches, with an attack that returns its input";
  const evaluation = evaluationOf(probe.model, { kind: "identity" }, inBatches(probe, [2, 2]), true);
  const observation = await submission.call("robustAccuracy", evaluation);
  claimNumberClose(returnedNumber(observation, asked), 1, asked);
  claimAlive(observation.status === "returned" ? observation.state : [], asked);
}

/** The values are float32 means; rounding to four digits is off by more. */
const CURVE_TOLERANCE = { relative: 0, absolute: 2e-6 };

check("accuracyCurve.values", async ({ submission, random }) => {
  const [small, large] = [random.uniform(0.05, 0.15), random.uniform(0.25, 0.35)];
  // Each call has other attacks and other images: what is kept from an earlier one is noticed.
  const cases = [
    { kind: "negative", epsilons: [large, small, large, 0, 0.2, 0.2, 1.2] },
    { kind: "dim", epsilons: [random.uniform(0.4, 0.9)] },
    { kind: "negative", epsilons: [] },
  ] as const;
  await claimEach(cases, async ({ kind, epsilons }) => {
    const asked = `accuracyCurve of ${epsilons.length} epsilons${epsilons.length > 1 ? " in no order, some of them twice" : ""}`;
    const { model, batch, meanUnder } = drawMeanPixel(random, kind);
    const observation = await submission.call("accuracyCurve", {
      attackAt: { $: "attackAt", kind },
      epsilons,
      evaluate: { $: "meanPixelUnder", model, batch },
    });
    const values = numbersOf(returned(observation, asked), asked, epsilons.length);
    claimClose({ shape: [epsilons.length], values }, epsilons.map(meanUnder), asked, CURVE_TOLERANCE);
  });
  return PASSED;
});

/** Images darker than mid grey, so that their mean grows with the strength of "negative", and stays below 1 up to 1.2. */
function drawMeanPixel(random: Random, kind: "dim" | "negative") {
  const shape: ImageShape = [3, 3, 1];
  const images = drawImages(random, 3, shape, 0.05, 0.4);
  const labels = [0, 1, 0];
  const model = drawLinear(random, shape, 2);
  const flat = { images: images.rows.map((row) => [...row]), labels, seed: 1 };
  const meanUnder = (strength: number): number =>
    mean(attackedImages({ kind, strength }, flat, (image) => logitsOf(model, image, shape)).flat());
  return { model, batch: { images: toArgument(images), labels: toLabels(labels), seed: 1 }, meanUnder };
}
