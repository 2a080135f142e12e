import { CLASS_SCHEMA_ID, type ClassEntry, type ClassFile } from "../../class/class-file.ts";
import { SIMILARITY_SCHEMA_ID, type Similarity } from "../../similarity/similarity-file.ts";
import { hostileResult, SAMPLE_RESULTS, sampleResult } from "../../../pipeline/report/testing/sample-results.ts";
import { markResult } from "../../../pipeline/score/add-marks.ts";
import type { Result } from "../../../pipeline/score/result.ts";
import { SAMPLE_QUESTIONS } from "../../../pipeline/score/testing/sample-questions.ts";

/* A class of sixteen: twelve graded submissions, with the scores in statistics.test.ts, and one of each other outcome. */

/** The failed checks of the twelve, with the recognised misconception or null. */
const FAILING: readonly Readonly<Record<string, string | null>>[] = [
  {},
  {},
  { "2.8-pgd": "project-at-the-end" },
  { "2.8-pgd": "project-at-the-end" },
  { "2.8-pgd": null, "1.3-innerMaximiserL2-zero": null },
  { "2.8-pgd": "no-projection", "2.4-fgsm-box": "no-box" },
  { "2.4-fgsm": "descends", "2.4-fgsm-box": "no-box" },
  { "2.8-pgd": null, "2.4-fgsm": "descends", "1.3-innerMaximiserL2": "y-missing" },
  { "2.8-pgd": null, "2.4-fgsm": "descends", "1.3-innerMaximiserL2": "y-missing", "1.4-robustHingeBound": null },
  { "2.8-pgd": null, "2.4-fgsm": null, "2.4-fgsm-box": null, "1.2-innerMaximumL2": null },
  { "1.1-hingeLoss": null },
  Object.fromEntries((SAMPLE_RESULTS["all-passed"]?.checks ?? []).map(({ id }) => [id, null])),
];

const WARNING = "Isolation is the weaker level: bubblewrap is not installed.";

/** How much of each criterion the first students have; the last of them is marked in part. */
const SHARES = [1, 0.5, 0, 0.5];

/** The entries of the class, with their results if there are any. */
export const SAMPLE_CLASS: readonly (readonly [ClassEntry, Result | null])[] = [
  ...FAILING.map((failing, index) => {
    const name = `student ${String(index + 1).padStart(2, "0")}`;
    const oddities = index === 3 ? { integrity: ['src/a.ts:1 imports "node:fs"', "it tried to start a process"] } : {};
    const warnings = index === 6 ? [WARNING, "notes.txt was left out"] : [WARNING];
    const result = sampleResult(name, failing, { durationMs: 1000 + 100 * index, warnings, ...oddities });
    return graded(name, index < SHARES.length ? marked(result, SHARES[index] ?? 0, index) : result);
  }),
  empty(),
  [
    { id: "odd.rar", name: "odd.rar", status: "unreadable", problem: '"odd.rar" is not an archive this grader reads' },
    null,
  ],
  [{ id: "u1", name: "Unlucky", status: "grader-fault", problem: "the worker ended" }, null],
  [{ id: "z9", name: "Zoë", status: "pending" }, null],
];

/** The class.json of these entries. */
export function sampleClassFile(entries: readonly ClassEntry[]): ClassFile {
  const grader = { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "node", seed: 7 } as const;
  return { schema: CLASS_SCHEMA_ID, grader, submissions: entries };
}

/** A class with hostile texts wherever a student can write. */
export function hostileClass(text: string): readonly (readonly [ClassEntry, Result | null])[] {
  const result = hostileResult(text, text);
  const [entry] = graded("hostile", { ...result, submission: { name: text, sha256: "b".repeat(64) } });
  const shown = { ...result, submission: { name: text, sha256: "b".repeat(64) } } as Result;
  return [
    [{ ...entry, id: text, name: text }, shown],
    [{ id: `${text}2`, name: text, status: "unreadable", problem: text }, null],
  ];
}

function marked(result: Result, share: number, index: number): Result {
  const questions = index === SHARES.length - 1 ? SAMPLE_QUESTIONS.slice(0, 2) : SAMPLE_QUESTIONS;
  const marks = questions.map(({ id, criteria }) => {
    return [id, { points: new Map(criteria.map((each) => [each.id, each.points * share])) }] as const;
  });
  const overall = index === 1 ? { comment: "Sketchy.", adjustment: { points: -1.5, reason: "Late on paper." } } : {};
  return markResult(result, SAMPLE_QUESTIONS, new Map(marks), { overall });
}

function graded(folder: string, result: Result): readonly [ClassEntry, Result] {
  if (result.status !== "graded") throw new Error("a sample without a score");
  const { score, maxScore, submission } = result;
  const sha256 = submission.sha256 ?? "";
  return [{ id: folder, name: folder, status: "graded", folder, sha256, score, maxScore }, result];
}

function empty(): readonly [ClassEntry, Result] {
  const result = SAMPLE_RESULTS["submission-error"];
  if (result?.status !== "submission-error") throw new Error("the sample is not a submission error");
  const { maxScore, problem } = result;
  const entry = { id: "empty", name: "empty", status: "submission-error", folder: "empty", sha256: null } as const;
  const late = { kind: "canvas", userId: "empty", late: true } as const;
  return [{ ...entry, lms: late, maxScore, problem }, result];
}

/** What similarity found in this class: the third submission is a copy of the second, and the fifth was handed in again. */
export function sampleSimilarity(): Similarity {
  const submissions = SAMPLE_CLASS.flatMap(([entry]) =>
    entry.status === "graded"
      ? [{ id: entry.id, name: entry.name, sha256: entry.id === "student 05" ? "f".repeat(64) : entry.sha256 }]
      : [],
  );
  const pair = { left: "student 02", right: "student 03", bits: 2100, share: 0.982, standsOut: true };
  return {
    schema: SIMILARITY_SCHEMA_ID,
    submissions,
    clusters: [["student 02", "student 03"]],
    pairs: [
      pair,
      { ...pair, left: "student 05", bits: 900 },
      { ...pair, left: "student 06", share: 0.1, standsOut: false },
    ],
    notes: [],
  };
}
