import * as tf from "@tensorflow/tfjs-core";
import {
  exerciseOf,
  type Classifier,
  type LenetParameters,
  type LogisticRegressionParameters,
  type Loss,
} from "@robustness-lab/fixtures";
import type { Model } from "../shared/data.ts";
import type { Outcome, Part, Setup } from "../shared/worker-messages.ts";
import { assertReturned } from "./problems.ts";
import { countedAccuracy, libraryCrossEntropy, storedNetwork } from "./stand-ins.ts";
import type { Student } from "./student.ts";

/** The data, models and functions that attacks need, and the origin of each function. */
export interface Bench {
  readonly student: Student;
  /** The pixels of the test digits in 0 .. 255, and their classes. */
  readonly digits: Uint8Array;
  readonly labels: Uint8Array;
  /** By the ids of the models. */
  readonly classifiers: ReadonlyMap<string, ChosenClassifier>;
  readonly loss: Chosen<Loss>;
  readonly accuracy: Chosen<typeof countedAccuracy>;
}

interface Chosen<F> {
  readonly call: F;
  readonly part: Part;
}

type Parameters = Readonly<Record<string, tf.Tensor>>;

const CLASSES = 10;

/** Tries each of the student's functions once on blank input, and uses a stand-in for those that fail. */
export function makeBench(student: Student, { digits, labels, models }: Setup): Bench {
  return withModels(
    { student, digits, labels, classifiers: new Map(), loss: chooseLoss(student), accuracy: chooseAccuracy(student) },
    models,
  );
}

/** Replaces the models. */
export function withModels(bench: Bench, models: readonly Model[]): Bench {
  for (const { dispose } of bench.classifiers.values()) dispose();
  const classifiers = models.map((model) => [model.id, chooseClassifier(bench.student, model)] as const);
  return { ...bench, classifiers: new Map(classifiers) };
}

/** The classifier of a model. @throws RangeError if there is no such model */
export function classifierOf({ classifiers }: Bench, id: string): Chosen<Classifier> {
  const found = classifiers.get(id);
  if (found === undefined) throw new RangeError(`there is no model ${id}`);
  return found;
}

/** Disposes of every tensor created during `compute`, which copies the values it returns. */
export function scoped<T>(compute: () => T): T {
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
  }
}

interface ChosenClassifier extends Chosen<Classifier> {
  readonly dispose: () => void;
}

function chooseClassifier(student: Student, { network, shapes, weights }: Model): ChosenClassifier {
  const parameters = toTensors(shapes, weights);
  const dispose = (): void => Object.values(parameters).forEach((parameter) => parameter.dispose());
  return { ...(network === "lenet" ? chooseLenet : chooseLinear)(student, parameters), dispose };
}

function chooseLenet(student: Student, parameters: Parameters): Chosen<Classifier> {
  const tried = student.attempt(["lenet"], ({ lenet }) =>
    tryClassifier("lenet", (x) => lenet(parameters as unknown as LenetParameters, x)),
  );
  return choose("lenet", tried, storedNetwork("lenet", parameters));
}

function chooseLinear(student: Student, parameters: Parameters): Chosen<Classifier> {
  const tried = student.attempt(["logisticRegression"], ({ logisticRegression }) =>
    tryClassifier("logisticRegression", (x) =>
      logisticRegression(parameters as unknown as LogisticRegressionParameters, x),
    ),
  );
  return choose("logisticRegression", tried, storedNetwork("logisticRegression", parameters));
}

function tryClassifier(name: string, classifier: Classifier): Classifier {
  scoped(() => assertReturned(name, classifier(tf.zeros([2, 28, 28, 1])), [2, CLASSES]));
  return classifier;
}

function chooseLoss(student: Student): Chosen<Loss> {
  const tried = student.attempt(["crossEntropy"], ({ crossEntropy }) => {
    scoped(() =>
      assertReturned("crossEntropy", crossEntropy(tf.zeros([2, CLASSES]), tf.tensor1d([3, 4], "int32")), []),
    );
    return crossEntropy;
  });
  return choose("crossEntropy", tried, libraryCrossEntropy);
}

function chooseAccuracy(student: Student): Bench["accuracy"] {
  const tried = student.attempt(["accuracy"], ({ accuracy }) => {
    const found: unknown = scoped(() => accuracy(tf.zeros([2, CLASSES]), tf.tensor1d([3, 4], "int32")));
    if (typeof found !== "number") throw new TypeError(`accuracy returned a ${typeof found}, expected a number`);
    return accuracy;
  });
  return choose("accuracy", tried, countedAccuracy);
}

/** The student's function if it worked, otherwise our stand-in with the reason. */
function choose<F>(name: string, tried: Outcome<F>, ours: F): Chosen<F> {
  const what = `${exerciseOf(name).id} ${name}`;
  if (tried.ok) return { call: tried.value, part: { what, whose: "yours" } };
  return { call: ours, part: { what, whose: "the lab's", why: reasonOf(tried.problem) } };
}

function reasonOf(problem: (Outcome<never> & { ok: false })["problem"]): string {
  return problem.kind === "waiting" ? "not written yet" : `${problem.error.name}: ${problem.error.message}`;
}

function toTensors(
  shapes: Readonly<Record<string, readonly number[]>>,
  values: Readonly<Record<string, Float32Array>>,
): Parameters {
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const found = values[name];
    if (found === undefined) throw new RangeError(`there are no weights ${name}`);
    return [name, tf.tensor(found, [...shape])] as const;
  });
  return Object.fromEntries(entries);
}
