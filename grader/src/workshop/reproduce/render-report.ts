import { accuracyPlot, lossPlot } from "../../pipeline/report/plots.ts";
import { CHANCE } from "./published.ts";
import { allMisses, type Reproduction } from "./reproduction.ts";
import { renderMarkdownTable, tablesOf } from "./tables.ts";

/** The files of the report, by name. */
export function renderReport(reproduction: Reproduction): Readonly<Record<string, string>> {
  return {
    "result.json": `${JSON.stringify(reproduction, undefined, 2)}\n`,
    "report.md": renderMarkdown(reproduction),
    "accuracy.svg": renderAccuracy(reproduction),
    "losses.svg": renderLosses(reproduction),
  };
}

/** A sentence on whether the published results were reproduced, with the misses. */
export function renderVerdict(reproduction: Reproduction): string {
  if (reproduction.quick) {
    return "This was a quick run on a tenth of the data: its accuracies are not comparable with the published ones.";
  }
  const misses = allMisses(reproduction);
  if (misses.length === 0) return "The published results are reproduced, each within its limit.";
  const lines = misses.map(
    ({ model, epsilon, differencePoints, limitPoints }) =>
      `  ${model} at epsilon ${epsilon}: off by ${differencePoints.toFixed(1)} points, the limit is ${limitPoints}`,
  );
  return ["The published results are not reproduced:", ...lines].join("\n");
}

function renderMarkdown(reproduction: Reproduction): string {
  const { seed, engine, epochs, trainImages } = reproduction;
  return [
    "# Reference run",
    "",
    `Seed ${seed}, engine ${engine}, ${epochs} epochs of ${trainImages} images. ${renderVerdict(reproduction)}`,
    "",
    ...tablesOf(reproduction).map(renderMarkdownTable),
    "![Accuracy over epsilon of the three models](accuracy.svg)",
    "",
    "![Training loss over steps of the three models](losses.svg)",
    "",
  ].join("\n");
}

function renderAccuracy({ models, testImages }: Reproduction): string {
  const series = models.map(({ title, fgsm }) => ({
    name: title,
    measured: fgsm,
    published: fgsm.map(({ epsilon, published }) => ({ epsilon, accuracy: published })),
  }));
  const text = {
    title: `Accuracy under FGSM, ${testImages} test images`,
    xLabel: "epsilon (l_inf radius, in units of the pixel range [0, 1])",
    yLabel: "accuracy (fraction of images)",
  };
  return accuracyPlot(series, text, CHANCE);
}

function renderLosses({ models }: Reproduction): string {
  const series = models.map(({ title, losses }) => ({ name: title, losses }));
  const text = { title: "Training loss", xLabel: "step (one batch each)", yLabel: "cross-entropy (nats)" };
  return lossPlot(series, text);
}
