import { EPSILONS, PUBLISHED } from "@robustness-lab/fixtures";
import { PGD, PGD_EPSILONS } from "../measure/measure.ts";
import type { Part } from "../measure/measurements.ts";
import type { ExperimentRecord } from "../records/record.ts";
import { fractionText } from "../terminal.ts";
import { publishedModelOf } from "../training/recipe.ts";

/** A table of accuracies: one row per result, and the published row below it. */
export interface AccuracyTable {
  readonly title: string;
  readonly epsilons: readonly number[];
  readonly rows: readonly AccuracyRow[];
}

interface AccuracyRow {
  readonly name: string;
  /** Of the result; the published row has that of the result above it. */
  readonly style: number;
  readonly isPublished: boolean;
  readonly accuracies: Part<readonly number[]>;
}

/** The tables of results that are measured at least in part: FGSM beside the published numbers, and PGD. */
export function tablesOf(records: readonly ExperimentRecord[]): readonly AccuracyTable[] {
  const settings = `${PGD.steps} steps of ${PGD.alpha}, random start`;
  return [
    tableOf(records, { title: "Accuracy under FGSM", epsilons: EPSILONS, part: "fgsm", images: "testImages" }),
    tableOf(records, {
      title: `Accuracy under PGD (${settings})`,
      epsilons: PGD_EPSILONS,
      part: "pgd",
      images: "pgdImages",
    }),
  ];
}

interface TableKind {
  readonly title: string;
  readonly epsilons: readonly number[];
  readonly part: "fgsm" | "pgd";
  readonly images: "testImages" | "pgdImages";
}

/** The number of images is in the title if it is the same for all results, and beside their names otherwise. */
function tableOf(records: readonly ExperimentRecord[], { title, epsilons, part, images }: TableKind): AccuracyTable {
  const counts = new Set(records.flatMap(({ measured }) => (measured?.[part] === undefined ? [] : [measured[images]])));
  const isSame = counts.size === 1;
  const rows = records.flatMap((record, style): readonly AccuracyRow[] => {
    const accuracies = record.measured?.[part];
    if (accuracies === undefined) return [];
    const name = isSame ? record.name : `${record.name} (${record.measured?.[images] ?? 0} images)`;
    const own = { name, style, isPublished: false, accuracies };
    const model = part === "fgsm" ? publishedModelOf(record.recipe) : undefined;
    if (model === undefined) return [own];
    return [own, { name: "published", style, isPublished: true, accuracies: { done: PUBLISHED[model] } }];
  });
  return { title: isSame ? `${title}, ${[...counts].join("")} test images` : title, epsilons, rows };
}

/** A table for a terminal. */
export function renderTextTable({ title, epsilons, rows }: AccuracyTable): string {
  const names = rows.map(({ name, isPublished }) => (isPublished ? `  ${name}` : name));
  const width = Math.max(...["epsilon", ...names].map(({ length }) => length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(6)).join("")}`;
  const lines = rows.map(({ accuracies }, index) => {
    const name = names[index] ?? "";
    if ("done" in accuracies) return line(name, accuracies.done.map(fractionText));
    return `${name.padEnd(width)}  ${hindranceText(accuracies)}`;
  });
  return [
    title,
    line(
      "epsilon",
      epsilons.map((epsilon) => (epsilon === 0 ? "0" : fractionOf(epsilon))),
    ),
    ...lines,
  ].join("\n");
}

/** Why a measurement is missing. */
export function hindranceText(hindrance: Exclude<Part<unknown>, { readonly done: unknown }>): string {
  return "waitsFor" in hindrance ? `waits for ${hindrance.waitsFor}` : hindrance.error;
}

/** A radius as ".05". */
function fractionOf(epsilon: number): string {
  return epsilon.toFixed(2).replace(/^0/, "");
}
