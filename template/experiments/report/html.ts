import { EPSILONS } from "@robustness-lab/fixtures";
import type { GalleryColumn } from "../measure/measurements.ts";
import { describe } from "../narrate.ts";
import { renderCosts, type Costs } from "../records/costs.ts";
import type { ExperimentRecord } from "../records/record.ts";
import { fractionText } from "../terminal.ts";
import { renderChart, ticksTo, type Series } from "./chart.ts";
import { escapeHtml } from "./escape.ts";
import { toPngUri } from "./png.ts";
import { STYLE } from "./style.ts";
import { hindranceText, tablesOf, type AccuracyTable } from "./tables.ts";

/** A result as the report shows it. */
export interface ReportedResult {
  readonly record: ExperimentRecord;
  readonly costs: Costs;
  /** Whether src/ has changed since it was trained. */
  readonly isOlder: boolean;
}

const ACCURACY_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** The report of all results: one file without scripts that needs nothing else. */
export function renderReport(results: readonly ReportedResult[]): string {
  const records = results.map(({ record }) => record);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Results of your experiments</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Results of your experiments</h1>
<p class="quiet">Trained and measured with the functions under src/. Published results are dashed.</p>
${tablesOf(records).map(renderAccuracies).join("\n")}
<h2>Training</h2>
${renderLosses(records)}
${renderTestAccuracies(records)}
<h2>Digits that FGSM turns</h2>
${records.map(renderGallery).join("\n")}
<h2>What was run</h2>
${results.map(renderRun).join("\n")}
</main>
</body>
</html>
`;
}

function renderAccuracies(table: AccuracyTable): string {
  const { title, epsilons, rows } = table;
  const series = rows.flatMap(({ name, style, isPublished, accuracies }): readonly Series[] => {
    if (!("done" in accuracies)) return [];
    const points = accuracies.done.map((accuracy, index) => [epsilons[index] ?? NaN, accuracy] as const);
    return [{ name, points, style, isReference: isPublished }];
  });
  const chart = { title, xLabel: "epsilon", yLabel: "accuracy", xTicks: EPSILONS, yTicks: ACCURACY_TICKS };
  return `<h2>${escapeHtml(title)}</h2>
${renderChart({ ...chart, series })}
${renderTable(table)}`;
}

function renderTable({ title, epsilons, rows }: AccuracyTable): string {
  const body = rows.map(({ name, isPublished, accuracies }) => {
    const cells =
      "done" in accuracies
        ? accuracies.done.map((accuracy) => `<td>${fractionText(accuracy)}</td>`).join("")
        : `<td colspan="${epsilons.length}">${escapeHtml(hindranceText(accuracies))}</td>`;
    return `<tr${isPublished ? ' class="published"' : ""}><th scope="row">${escapeHtml(name)}</th>${cells}</tr>`;
  });
  const head = epsilons.map((epsilon) => `<th scope="col">${epsilon}</th>`).join("");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table><thead><tr><th scope="col">epsilon</th>${head}</tr></thead>
<tbody>${body.join("\n")}</tbody></table></div>`;
}

function renderLosses(records: readonly ExperimentRecord[]): string {
  const series = records.map(({ name, losses }, style) => ({
    name,
    style,
    points: losses.map((loss, step) => [step + 1, loss] as const),
  }));
  const steps = Math.max(1, ...records.map(({ losses }) => losses.length));
  const largest = records.reduce((most, { losses }) => losses.reduce((one, other) => Math.max(one, other), most), 0);
  return renderChart({
    title: "Training loss",
    xLabel: "step (one batch each)",
    yLabel: "cross-entropy",
    xTicks: ticksTo(steps),
    yTicks: ticksTo(largest),
    series,
  });
}

function renderTestAccuracies(records: readonly ExperimentRecord[]): string {
  const series = records.map(({ name, accuracies }, style) => ({
    name,
    style,
    points: accuracies.flatMap((accuracy, epoch) => (accuracy === null ? [] : [[epoch + 1, accuracy] as const])),
  }));
  const epochs = Math.max(1, ...records.map(({ accuracies }) => accuracies.length));
  return renderChart({
    title: "Accuracy on clean test images",
    xLabel: "epochs",
    yLabel: "test accuracy",
    xTicks: ticksTo(epochs),
    yTicks: ACCURACY_TICKS,
    series,
  });
}

function renderGallery({ name, measured }: ExperimentRecord): string {
  const gallery = measured?.gallery;
  if (gallery === undefined) return "";
  const heading = `<h3>${escapeHtml(name)}</h3>`;
  if (!("done" in gallery)) return `${heading}<p>${escapeHtml(hindranceText(gallery))}</p>`;
  const rows = Math.max(0, ...gallery.done.map(({ images }) => images.length));
  const body = Array.from({ length: rows }, (_, row) =>
    gallery.done.map((column) => `<td>${renderDigit(column, row)}</td>`).join(""),
  );
  const head = gallery.done.map(({ epsilon }) => `<th scope="col">${epsilon === 0 ? "clean" : epsilon}</th>`).join("");
  return `${heading}<div class="scroll" tabindex="0" role="region" aria-label="Digits of ${escapeHtml(name)}"><table class="gallery"><thead><tr>${head}</tr></thead>
<tbody>${body.map((cells) => `<tr>${cells}</tr>`).join("\n")}</tbody></table></div>`;
}

function renderDigit({ before, after, images, epsilon }: GalleryColumn, row: number): string {
  const [image, from, to] = [images[row], before[row], after[row]];
  if (image === undefined || from === undefined) return "";
  const caption = to === undefined ? String(from) : `${from} → ${to}`;
  const said = to === undefined ? `a ${from}` : `a ${from} that FGSM at ${epsilon} turns into a ${to}`;
  return `<img src="${toPngUri(image)}" alt="${said}">${caption}`;
}

function renderRun({ record, costs, isOlder }: ReportedResult): string {
  const { name, recipe, engine, code, measured } = record;
  const older = isOlder ? "<p>Older than the code: src/ has changed since it was trained.</p>" : "";
  const images =
    measured === undefined ? "" : ` Measured on ${measured.testImages} test images, PGD on ${measured.pgdImages}.`;
  return `<h3>${escapeHtml(name)}</h3>
<p>${escapeHtml(describe(recipe))}; batches of ${recipe.batchSize}, Adam's epsilon ${recipe.adamEpsilon}, engine ${escapeHtml(engine)}.${images}</p>
<p class="quiet">${renderCosts(costs)}; digest of the code ${escapeHtml(code)}</p>
${older}`;
}
