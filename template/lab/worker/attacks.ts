import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Attack, Loss } from "@robustness-lab/fixtures";
import type { AttackKind, AttackSetup } from "../shared/worker-messages.ts";
import { REACH } from "../shared/data.ts";
import { assertReturned } from "./problems.ts";
import type { StudentFunction, StudentFunctions } from "./student.ts";

/** The student's functions that each attack uses. */
export const ATTACK_FUNCTIONS = {
  fgsm: ["fgsm"],
  "pgd-linf": ["pgd", "randomStartLinf", "stepLinf", "projectLinf"],
  "pgd-l2": ["pgd", "randomStartL2", "stepL2", "projectL2"],
} as const satisfies Readonly<Record<AttackKind, readonly StudentFunction[]>>;

export type AttackFunctions = Pick<StudentFunctions, (typeof ATTACK_FUNCTIONS)[AttackKind][number]>;

interface Watch {
  /** Called by PGD with the start, then with each iterate. The tensor must not be kept: the attack may dispose of it. */
  readonly onIterate?: (images: Tensor4D) => void;
}

/** Builds an attack from the student's functions. The seed of the batch determines the random start. */
export function assembleAttack(functions: AttackFunctions, loss: Loss, setup: AttackSetup, watch: Watch = {}): Attack {
  const { epsilon, steps } = setup;
  const attack = setup.kind === "fgsm" ? fgsmOf(functions, loss, epsilon) : pgdOf(functions, loss, setup, watch);
  return (classifier, batch) => {
    const attacked = attack(classifier, batch);
    assertReturned(setup.kind === "fgsm" ? "fgsm" : `pgd (${steps} steps)`, attacked, batch.images.shape);
    return attacked;
  };
}

function fgsmOf({ fgsm }: AttackFunctions, loss: Loss, epsilon: number): Attack {
  return (classifier, { images, labels }) => fgsm({ classifier, loss, images, labels, epsilon });
}

function pgdOf(functions: AttackFunctions, loss: Loss, { kind, epsilon, steps }: AttackSetup, watch: Watch): Attack {
  const { pgd, randomStartLinf, randomStartL2, stepLinf, stepL2, projectLinf, projectL2 } = functions;
  const [start, step, project] =
    kind === "pgd-linf" ? [randomStartLinf, stepLinf, projectLinf] : [randomStartL2, stepL2, projectL2];
  const alpha = (REACH * epsilon) / steps;
  const seen = (name: string, images: Tensor4D, like: Tensor4D): Tensor4D => {
    assertReturned(name, images, like.shape);
    watch.onIterate?.(images);
    return images;
  };
  return (classifier, { images, labels, seed }) =>
    pgd({
      classifier,
      loss,
      images,
      labels,
      steps,
      seed,
      start: (clean, startSeed) => seen(start.name, start(clean, epsilon, startSeed), clean),
      step: (gradient) => step(gradient, alpha),
      project: (candidate, clean) => seen(project.name, project(candidate, clean, epsilon), clean),
    });
}
