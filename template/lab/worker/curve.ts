import { batchesOf, type Attack, type Classifier } from "@robustness-lab/fixtures";
import type { CurvePoint, CurveProgress, CurveRequest, CurveResult, Outcome } from "../shared/worker-messages.ts";
import { assembleAttack, ATTACK_FUNCTIONS, type AttackFunctions } from "./attacks.ts";
import { classifierOf, scoped, type Bench } from "./bench.ts";
import type { StudentFunctions } from "./student.ts";

const BATCH_SIZE = 100;
const SEED = 1;

type Evaluating = Pick<StudentFunctions, "robustAccuracy" | "accuracyCurve">;

/** Measures accuracy over epsilon for each model, and reports progress. */
export function computeCurves(
  bench: Bench,
  request: CurveRequest,
  onProgress: (progress: CurveProgress) => void,
): Outcome<CurveResult> {
  const names = [...ATTACK_FUNCTIONS[request.attack.kind], "robustAccuracy", "accuracyCurve"] as const;
  return bench.student.attempt(names, (functions) => {
    const total = request.models.length * request.epsilons.length * Math.ceil(request.count / BATCH_SIZE);
    const points: CurvePoint[] = [];
    let done = 0;
    const report = (batches: number): void => onProgress({ done: (done += batches), total, points: [...points] });
    const curves = request.models.map((model) => {
      const onBatch = () => report(1);
      const onPoint = (epsilon: number, accuracy: number): void => {
        points.push({ model, epsilon, accuracy });
        report(0);
      };
      return { model, accuracies: curveOf(bench, request, functions, { model, onBatch, onPoint }) };
    });
    const parts = [
      ...request.models.map((model) => classifierOf(bench, model).part),
      bench.loss.part,
      bench.accuracy.part,
    ];
    return {
      curves,
      parts: parts.filter(({ what }, place) => parts.findIndex((each) => each.what === what) === place),
    };
  });
}

interface Curve {
  readonly model: string;
  /** Called after each attacked batch. */
  readonly onBatch: () => void;
  readonly onPoint: (epsilon: number, accuracy: number) => void;
}

function curveOf(
  bench: Bench,
  { attack, epsilons, count }: CurveRequest,
  functions: AttackFunctions & Evaluating,
  { model, onBatch, onPoint }: Curve,
): readonly number[] {
  const classifier = classifierOf(bench, model).call;
  const radii = new Map<Attack, number>();
  const attackAt = (epsilon: number): Attack => {
    const assembled = assembleAttack(functions, bench.loss.call, { ...attack, epsilon });
    const counted: Attack = (target, batch) => {
      const attacked = assembled(target, batch);
      onBatch();
      return attacked;
    };
    radii.set(counted, epsilon);
    return counted;
  };
  const evaluate = (chosen: Attack): number => {
    const accuracy = scoped(() => functions.robustAccuracy(evaluation(bench, classifier, chosen, count)));
    const epsilon = radii.get(chosen);
    if (epsilon !== undefined) onPoint(epsilon, accuracy);
    return accuracy;
  };
  return scoped(() => assertNumbers(functions.accuracyCurve({ attackAt, epsilons, evaluate }), epsilons.length));
}

function evaluation(bench: Bench, classifier: Classifier, attack: Attack, count: number) {
  const digits = { count, pixels: bench.digits.subarray(0, count * 784), labels: bench.labels.subarray(0, count) };
  const batches = batchesOf(digits, { batchSize: BATCH_SIZE, seed: SEED });
  return { classifier, attack, batches, accuracy: bench.accuracy.call };
}

function assertNumbers(found: unknown, count: number): readonly number[] {
  const isRight = Array.isArray(found) && found.length === count && found.every((each) => typeof each === "number");
  if (isRight) return found;
  throw new TypeError(`accuracyCurve returned ${JSON.stringify(found)}, expected ${count} numbers`);
}
