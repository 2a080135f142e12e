import { z } from "zod";
import { visible } from "../../shared/escape.ts";
import type { Result } from "../../pipeline/score/result.ts";
import type { GradeOptions } from "./grade.ts";
import { toWholeGrade, writtenParts } from "./whole-points.ts";

/*
 * The result.json of Classroom 50 (foundation50/classroom50, schemas/result-v1.schema.json and validate_result in runner.py).
 * Classroom 50's runner overwrites owner, assignment_type and datetime; another workflow does not.
 */

const text = z.string().min(1);

/** The environment variables that the runner of Classroom 50 sets. */
export const CLASSROOM50_ENVIRONMENT = z.object({
  CLASSROOM: text,
  ASSIGNMENT: text,
  USERNAME: text,
  SUBMISSION_TAG: z.string().startsWith("submit/"),
  COMMIT_URL: text,
  RELEASE_URL: text,
  REVIEW_URL: text.optional(),
  MODE: z.enum(["individual", "group", "team"]).default("individual"),
});
export type Classroom50Environment = z.infer<typeof CLASSROOM50_ENVIRONMENT>;

/**
 * Renders a result for Classroom 50; null without a grade, because the format cannot express that. Without a file, the
 * runner reports an error with 0 of 0 points.
 */
export function renderClassroom50(
  result: Result,
  run: { readonly environment: Classroom50Environment; readonly now: Date },
  options: GradeOptions = {},
): string | null {
  const grade = toWholeGrade(result, options);
  if (grade.state === "withheld") return null;
  const { environment: env, now } = run;
  const value = {
    schema: "classroom50/result/v1",
    classroom: env.CLASSROOM,
    assignment: env.ASSIGNMENT,
    assignment_type: env.MODE,
    owner: env.USERNAME,
    submission: env.SUBMISSION_TAG,
    commit: env.COMMIT_URL,
    release: env.RELEASE_URL,
    review: env.REVIEW_URL ?? env.COMMIT_URL,
    datetime: now.toISOString().replace(/\.\d+Z$/, "Z"),
    score: grade.points,
    "max-score": grade.maxPoints,
    tests: [
      ...result.checks.map(({ exercise, title, points, maxPoints }) => test(`${exercise} ${title}`, points, maxPoints)),
      ...writtenParts(result, options).map(({ name, points, maxPoints }) => test(name, points, maxPoints)),
    ],
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function test(name: string, points: number | null, maxPoints: number) {
  return { "test-name": visible(name), passed: points === maxPoints, score: points ?? 0, "max-score": maxPoints };
}
