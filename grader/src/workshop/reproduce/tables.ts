import { alignColumns } from "../../shared/table.ts";
import { PGD } from "./evaluate.ts";
import type { ComparedPoint, ModelResult, Reproduction } from "./reproduction.ts";

export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables of a reference run: FGSM beside the published numbers for each model, and PGD. */
export function tablesOf(reproduction: Reproduction): readonly Table[] {
  const { models, testImages, pgdImages } = reproduction;
  return [...models.map((model) => fgsmTable(model, testImages)), pgdTable(models, pgdImages)];
}

function fgsmTable({ title, fgsm }: ModelResult, testImages: number): Table {
  return {
    title: `${title}: accuracy under FGSM, ${count(testImages)} test images`,
    header: ["epsilon", "measured", "published", "difference in points"],
    rows: fgsm.map((point) => [
      point.epsilon.toFixed(2),
      percent(point.accuracy),
      percent(point.published),
      difference(point),
    ]),
  };
}

function pgdTable(models: readonly ModelResult[], pgdImages: number): Table {
  const epsilons = models[0]?.pgd.map(({ epsilon }) => epsilon) ?? [];
  return {
    title: `Accuracy under PGD (${PGD.steps} steps of ${PGD.alpha}, random start), ${count(pgdImages)} test images`,
    header: ["epsilon", ...models.map(({ title }) => title)],
    rows: epsilons.map((epsilon, row) => [
      epsilon.toFixed(2),
      ...models.map(({ pgd }) => percent(pgd[row]?.accuracy ?? NaN)),
    ]),
  };
}

function percent(accuracy: number): string {
  return `${(100 * accuracy).toFixed(1)} %`;
}

function difference({ accuracy, published }: ComparedPoint): string {
  const points = (100 * (accuracy - published)).toFixed(1);
  if (Number(points) === 0) return "0.0";
  return points.startsWith("-") ? points : `+${points}`;
}

/** A number with groups of three digits: 10 000. */
function count(images: number): string {
  return String(images).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** Renders a table for a terminal. */
export function renderTextTable({ title, header, rows }: Table): string {
  return `${title}\n${alignColumns([header, ...rows])}\n`;
}

/** Renders a table as Markdown. */
export function renderMarkdownTable({ title, header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [`## ${title}`, "", line(header), line(header.map(() => "---:")), ...rows.map(line), ""].join("\n");
}
