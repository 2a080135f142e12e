import { durationText, fractionText, type Terminal } from "./terminal.ts";
import type { Recipe } from "./training/recipe.ts";
import type { TrainingState } from "./training/state.ts";

interface Narration {
  readonly onStep: (loss: number) => void;
  readonly onEpoch: (state: TrainingState) => void;
}

/** Reports the progress of a training: each step on the status line, each epoch on a new line. */
export function narrate(recipe: Recipe, firstEpoch: number, terminal: Terminal): Narration {
  const perEpoch = Math.ceil(recipe.trainImages / recipe.batchSize);
  const [first, total] = [firstEpoch * perEpoch, recipe.epochs * perEpoch];
  const startedMs = performance.now();
  let done = first;
  const left = (): string => {
    const seconds = (performance.now() - startedMs) / 1000;
    return `${durationText((seconds / (done - first)) * (total - done))} left`;
  };
  return {
    onStep: (loss: number): void => {
      done += 1;
      const epoch = Math.ceil(done / perEpoch);
      terminal.status(
        `  epoch ${epoch} of ${recipe.epochs}, step ${done - (epoch - 1) * perEpoch} of ${perEpoch}: ` +
          `loss ${loss.toFixed(3)}, ${left()}`,
      );
    },
    onEpoch: (state: TrainingState): void => {
      const losses = state.losses.slice((state.epoch - 1) * perEpoch);
      const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length;
      terminal.line(
        `  epoch ${state.epoch} of ${recipe.epochs}: loss ${loss.toFixed(3)}, ` +
          `test accuracy ${accuracyText(state.accuracies.at(-1))}, ${left()}`,
      );
    },
  };
}

/** In one line: "lenet on fgsm at 0.25, 10 epochs of 60000 images, learning rate 0.001, seed 1". */
export function describe({ network, attack, epochs, trainImages, learningRate, seed }: Recipe): string {
  const steps = attack.kind === "pgd" ? ` in ${attack.steps} steps` : "";
  const on = attack.kind === "none" ? "" : ` on ${attack.kind} at ${attack.epsilon}${steps}`;
  return `${network}${on}, ${plural(epochs)} of ${trainImages} images, learning rate ${learningRate}, seed ${seed}`;
}

/** "1 epoch", "10 epochs". */
export function plural(epochs: number): string {
  return epochs === 1 ? "1 epoch" : `${epochs} epochs`;
}

function accuracyText(accuracy: number | null | undefined): string {
  return typeof accuracy === "number" ? fractionText(accuracy) : "waits for 2.1 accuracy";
}
