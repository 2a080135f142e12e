import * as tf from "@tensorflow/tfjs-core";
import { batchesOf, type Batch, type Classifier } from "@robustness-lab/fixtures";
import type { GalleryCell, GalleryRequest, GalleryResult, Outcome } from "../shared/worker-messages.ts";
import { assembleAttack, ATTACK_FUNCTIONS, type AttackFunctions } from "./attacks.ts";
import { classifierOf, scoped, type Bench } from "./bench.ts";
import type { StudentFunctions } from "./student.ts";

const BATCH_SIZE = 100;
const SEED = 1;
const PIXELS = 784;

/** The digits that the student's adversarialExamples finds at the largest epsilon, shown at every epsilon. */
export function computeGallery(bench: Bench, request: GalleryRequest): Outcome<GalleryResult> {
  const names = [...ATTACK_FUNCTIONS[request.attack.kind], "adversarialExamples"] as const;
  return bench.student.attempt(names, ({ adversarialExamples, ...attacks }) =>
    scoped(() => {
      for (const batch of batchesOf(firstDigits(bench), { batchSize: BATCH_SIZE, seed: SEED })) {
        return galleryOf(bench, request, batch, { ...attacks, adversarialExamples });
      }
      throw new RangeError("there are no digits");
    }),
  );
}

type Functions = AttackFunctions & Pick<StudentFunctions, "adversarialExamples">;

function galleryOf(bench: Bench, request: GalleryRequest, batch: Batch, functions: Functions): GalleryResult {
  const { call: classifier, part } = classifierOf(bench, request.model);
  const attackAt = (epsilon: number) => assembleAttack(functions, bench.loss.call, { ...request.attack, epsilon });
  const attack = attackAt(Math.max(...request.epsilons));
  const { indices } = functions.adversarialExamples({ classifier, attack, batch, count: request.rows });
  const chosen = rowsOf(batch, assertIndices(indices, request.rows));
  const columns = request.epsilons.map((epsilon) =>
    columnOf(classifier, attackAt(epsilon)(classifier, chosen), epsilon),
  );
  const labels = [...chosen.labels.dataSync()];
  const rows = labels.map((label, row) => ({ label, cells: columns.flatMap((column) => column[row] ?? []) }));
  return { rows, parts: [part, bench.loss.part] };
}

function firstDigits({ digits, labels }: Bench) {
  return { count: BATCH_SIZE, pixels: digits.subarray(0, BATCH_SIZE * PIXELS), labels: labels.subarray(0, BATCH_SIZE) };
}

function rowsOf({ images, labels, seed }: Batch, indices: readonly number[]): Batch {
  const places = tf.tensor1d([...indices], "int32");
  return { images: tf.gather(images, places), labels: tf.gather(labels, places), seed };
}

function columnOf(classifier: Classifier, attacked: tf.Tensor4D, epsilon: number): readonly GalleryCell[] {
  const predictions = [...tf.argMax(classifier(attacked), 1).dataSync()];
  const pixels = Float32Array.from(attacked.dataSync());
  return predictions.map((prediction, row) => ({
    epsilon,
    pixels: pixels.slice(row * PIXELS, (row + 1) * PIXELS),
    prediction,
  }));
}

function assertIndices(found: unknown, most: number): readonly number[] {
  const isPlace = (each: unknown) => Number.isInteger(each) && Number(each) >= 0 && Number(each) < BATCH_SIZE;
  if (Array.isArray(found) && found.length <= most && found.every(isPlace)) return found as readonly number[];
  const expected = `at most ${most} places in the batch, 0 to ${BATCH_SIZE - 1}`;
  throw new TypeError(`adversarialExamples returned the indices ${JSON.stringify(found)}, expected ${expected}`);
}
