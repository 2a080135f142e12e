import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Classifier } from "@robustness-lab/fixtures";
import type { AttackedDigit, AttackRequest, AttackResult, Iterate } from "../shared/worker-messages.ts";
import { assembleAttack, ATTACK_FUNCTIONS, type AttackFunctions } from "./attacks.ts";
import { classifierOf, scoped, type Bench } from "./bench.ts";

/** A fixed random start, so that the picture changes only when a setting does. */
const SEED = 1;

/** Attacks one digit: the model's predictions before and after, and the iterates of PGD. */
export function attackOne(bench: Bench, request: AttackRequest): AttackResult {
  const { call: classifier, part } = classifierOf(bench, request.model);
  return scoped(() => {
    const images = tf.tensor4d(request.pixels, [1, 28, 28, 1]);
    const before = bench.student.attempt([], () => probabilitiesOf(classifier, images));
    const label = request.label ?? (before.ok ? largest(before.value) : 0);
    const attacked = bench.student.attempt(ATTACK_FUNCTIONS[request.attack.kind], (functions) =>
      attack(bench, request, { functions: functions, classifier, images, label }),
    );
    return { label, before, attacked, parts: [part, bench.loss.part] };
  });
}

interface Target {
  readonly functions: AttackFunctions;
  readonly classifier: Classifier;
  readonly images: Tensor4D;
  readonly label: number;
}

function attack(bench: Bench, request: AttackRequest, target: Target): AttackedDigit {
  const { functions, classifier, images, label } = target;
  const visited: Float32Array[] = [];
  const onIterate = (iterate: Tensor4D) => void visited.push(pixelsOf(iterate));
  const run = assembleAttack(functions, bench.loss.call, request.attack, { onIterate });
  const attacked = run(classifier, { images, labels: tf.tensor1d([label], "int32"), seed: SEED });
  const probabilities = probabilitiesOf(classifier, attacked);
  return {
    pixels: pixelsOf(attacked),
    probabilities,
    iterates: visited.map((pixels) => toIterate(classifier, pixels)),
  };
}

function toIterate(classifier: Classifier, pixels: Float32Array): Iterate {
  return { pixels, probabilities: probabilitiesOf(classifier, tf.tensor4d(pixels, [1, 28, 28, 1])) };
}

function probabilitiesOf(classifier: Classifier, images: Tensor4D): readonly number[] {
  return tf.tidy(() => [...tf.softmax(classifier(images)).dataSync()]);
}

function pixelsOf(images: Tensor4D): Float32Array {
  return Float32Array.from(images.dataSync());
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
