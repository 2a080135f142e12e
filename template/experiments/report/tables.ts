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
  const fgsm = records.flatMap((record, style): readonly AccuracyRow[] => {
    const { measured } = record;
    if (measured?.fgsm === undefined) return [];
    const name = nameWith(record, measured.testImages === FULL_TEST ? undefined : measured.testImages);
    const own = { name, style, isPublished: false, accuracies: measured.fgsm };
    const model = publishedModelOf(record.recipe);
    if (model === undefined) return [own];
    return [own, { name: "published", style, isPublished: true, accuracies: { done: PUBLISHED[model] } }];
  });
  const pgd = records.flatMap((record, style): readonly AccuracyRow[] => {
    const { measured } = record;
    if (measured?.pgd === undefined) return [];
    const name = nameWith(record, measured.pgdImages === FULL_PGD ? undefined : measured.pgdImages);
    return [{ name, style, isPublished: false, accuracies: measured.pgd }];
  });
  const settings = `${PGD.steps} steps of ${PGD.alpha}, random start`;
  return [
    { title: `Accuracy under FGSM, ${FULL_TEST} test images`, epsilons: EPSILONS, rows: fgsm },
    { title: `Accuracy under PGD (${settings}), ${FULL_PGD} test images`, epsilons: PGD_EPSILONS, rows: pgd },
  ];
}

const FULL_TEST = 10_000;
const FULL_PGD = 1000;

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

function nameWith({ name }: ExperimentRecord, images: number | undefined): string {
  return images === undefined ? name : `${name} (${images} images)`;
}

/** A radius as ".05". */
function fractionOf(epsilon: number): string {
  return epsilon.toFixed(2).replace(/^0/, "");
}
