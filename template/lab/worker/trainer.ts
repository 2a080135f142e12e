import { initialState, trainEpoch } from "../../experiments/training/train-epoch.ts";
import type { Recipe, TrainingAttack } from "../../experiments/training/recipe.ts";
import type { Functions } from "../../experiments/training/functions.ts";
import { messageOf } from "../shared/errors.ts";
import type { FromTrainer, ToTrainer, TrainerSetup, TrainingJob } from "../shared/worker-messages.ts";
import { startTrainerEngine } from "./engine.ts";
import { importStudent, type Student, type StudentFunction } from "./student.ts";

/*
 * A worker that trains with the student's functions on all cores, by the code of `npm run train`. An epoch occupies it until
 * its end, so terminating it is the only way to stop.
 */

/** How often the losses are sent. */
const EVERY_MS = 100;

const ATTACKS: Readonly<Record<TrainingAttack["kind"], readonly StudentFunction[]>> = {
  none: ["train"],
  fgsm: ["adversarialTrain", "fgsm"],
  pgd: ["adversarialTrain", "pgd", "randomStartLinf", "stepLinf", "projectLinf"],
};

// An error deep in TensorFlow.js has more than ten frames above the student's.
Error.stackTraceLimit = 100;

let student: Student | undefined;

addEventListener("message", ({ data }: MessageEvent<ToTrainer>) => {
  const run = data.type === "setup" ? setUp(data) : train(data.job);
  run.catch((error: unknown) => send({ type: "failed", message: messageOf(error) }));
});

async function setUp({ engine, threads }: TrainerSetup): Promise<void> {
  [student] = await Promise.all([importStudent(), startTrainerEngine(engine, threads)]);
  send({ type: "ready" });
}

async function train(job: TrainingJob): Promise<void> {
  if (student === undefined) throw new Error("the trainer is not ready");
  const outcome = await student.attemptAsync(namesOf(job.recipe), (functions) => trainOn(job, functions as Functions));
  send(outcome.ok ? { type: "done" } : { type: "problem", problem: outcome.problem });
}

function namesOf({ network, attack }: Recipe): readonly StudentFunction[] {
  const classifier = network === "lenet" ? "lenet" : "logisticRegression";
  return ["accuracy", "crossEntropy", classifier, ...ATTACKS[attack.kind]];
}

async function trainOn({ recipe, state: begun, dataset, test }: TrainingJob, functions: Functions): Promise<void> {
  let state = begun ?? initialState(recipe);
  while (state.epoch < recipe.epochs) {
    const from = performance.now();
    const steps = collectSteps(state.losses.length);
    state = await trainEpoch(state, { functions, recipe, dataset, test, onStep: steps.take });
    steps.flush();
    send({ type: "epoch", state, seconds: (performance.now() - from) / 1000 });
  }
}

/** Sends the losses of an epoch. */
function collectSteps(before: number) {
  let losses: number[] = [];
  let [step, sentMs] = [before, performance.now()];
  const flush = (): void => {
    if (losses.length > 0) send({ type: "steps", losses });
    [losses, sentMs] = [[], performance.now()];
  };
  const take = (loss: number): void => {
    step += 1;
    if (!Number.isFinite(loss))
      throw new RangeError(`the loss is ${String(loss)} at step ${step}: training has diverged`);
    losses.push(loss);
    if (performance.now() - sentMs >= EVERY_MS) flush();
  };
  return { take, flush };
}

function send(message: FromTrainer): void {
  postMessage(message);
}
