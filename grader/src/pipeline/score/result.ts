import { z } from "zod";
import { sumOf } from "../../shared/sum-of.ts";

/** The version of the schema. Change it when the shape of a result changes. */
export const RESULT_SCHEMA_ID = "robustness-lab/result/v1";

const text = z.string();
const name = z.string().min(1);
const points = z.int().min(0);
/** Points of the written part. */
const halves = z.number().min(0).multipleOf(0.5);
const durationMs = z.number().min(0);

const check = z.strictObject({
  id: name,
  exercise: name,
  title: name,
  points,
  maxPoints: points,
});

const misconception = z.strictObject({ id: name, explanation: text });
const pattern = z.strictObject({ id: name, explanation: text });

// Key order here is key order in result.json: zod returns keys in the order of the schema.
const passedCheck = check.extend({ verdict: z.literal("passed"), message: text.exactOptional(), durationMs });

const failedCheck = check.extend({
  verdict: z.literal("failed"),
  points: z.literal(0),
  message: text.exactOptional(),
  // Absent if the function had no answer, or with a misconception.
  hint: text.exactOptional(),
  // A known mistake that gives the submission's answers. A check never has both this and a pattern.
  misconception: misconception.exactOptional(),
  // How and where the answers differ from the right ones. Results of older graders lack it.
  pattern: pattern.exactOptional(),
  durationMs,
});

// null, not 0: the points of an unjudged check are unknown.
const unjudgedCheck = check.extend({ verdict: z.literal("unjudged"), points: z.null(), durationMs });

const judgedCheck = z.discriminatedUnion("verdict", [passedCheck, failedCheck]);

const opening = {
  schema: z.literal(RESULT_SCHEMA_ID),
  submission: z.strictObject({
    name: text,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  grader: z.strictObject({
    version: text,
    engine: text,
    // As reported by the engine; results of older graders lack it.
    device: text.exactOptional(),
    isolation: z.enum(["bubblewrap", "node"]),
    seed: z.int(),
    node: text,
  }),
  partial: z.literal(true).exactOptional(),
  only: z.array(name).exactOptional(),
};

// null, not 0: the points of an unmarked criterion are unknown.
const markedCriterion = z.strictObject({ id: name, title: name, maxPoints: halves, points: halves.nullable() });

const writtenQuestion = z
  .strictObject({
    id: name,
    question: text,
    maxPoints: halves,
    points: halves.nullable(),
    // Markdown as handed in; "" is an empty answer. Absent if no heading of the question was found.
    answer: text.exactOptional(),
    // Absent before marking.
    criteria: z.array(markedCriterion).min(1).exactOptional(),
    comment: name.exactOptional(),
    marker: name.exactOptional(),
  })
  .refine(({ points, maxPoints }) => points === null || points <= maxPoints, { error: "points are above maxPoints" })
  .refine(({ criteria, points }) => criteria === undefined || points === totalOf(criteria), {
    error: "points are not the sum of the criteria's points, or null while one of them is",
  });

const accuracy = z.number().min(0).max(1);
const digitClass = z.int().min(0).max(9);
/** 28 x 28 bytes. */
const image = z.string().regex(/^[A-Za-z0-9+/]{1046}==$/);

const attackFigure = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("drawn"),
    classifier: name,
    digits: z.int().min(1),
    curve: z.array(z.strictObject({ epsilon: z.number().min(0), accuracy, reference: accuracy })).min(1),
    note: name.exactOptional(),
    strip: z.strictObject({
      epsilon: z.number().min(0),
      digits: z
        .array(
          z.strictObject({
            label: digitClass,
            prediction: digitClass,
            attacked: digitClass,
            image,
            adversarial: image,
          }),
        )
        .max(10),
    }),
  }),
  z.strictObject({ status: z.literal("missing"), why: name }),
]);

// Shown by answers.md. The file is beside result.json.
const picture = z.strictObject({ path: name, file: z.string().regex(/^answers-picture-\d{1,3}\.(png|jpg|webp)$/) });

// A hand-in that only a person can read, such as a PDF. The file is beside result.json.
const submittedDocument = z.strictObject({
  path: name,
  file: z.string().regex(/^answers-document-\d{1,2}\.[a-z]{1,5}$/),
});

// A change of the total of the written part by a marker.
const adjustment = z.strictObject({ points: z.number().multipleOf(0.5), reason: name });

const closing = {
  written: z.array(writtenQuestion),
  // The whole text of answers.md, if a question has no heading: its answer may be anywhere in it.
  answers: name.exactOptional(),
  adjustment: adjustment.exactOptional(),
  // On the written part as a whole.
  comment: name.exactOptional(),
  integrity: z.array(text),
  warnings: z.array(text),
  // The submission's output, cut to a limit. Untrusted text.
  printed: text.exactOptional(),
  // Its attack on digits, measured by the grader; worth no points.
  figure: attackFigure.exactOptional(),
  // Absent if answers.md names none.
  pictures: z.array(picture).min(1).exactOptional(),
  documents: z.array(submittedDocument).min(1).exactOptional(),
  durationMs,
};

const graded = z.strictObject({
  ...opening,
  status: z.literal("graded"),
  score: points,
  maxScore: points,
  checks: z.array(judgedCheck),
  ...closing,
});

// It cannot be read, which is no 0.
const submissionError = z.strictObject({
  ...opening,
  status: z.literal("submission-error"),
  problem: name,
  maxScore: points,
  checks: z.array(unjudgedCheck),
  ...closing,
});

const graderFault = z.strictObject({
  ...opening,
  status: z.literal("grader-fault"),
  problem: name,
  maxScore: points,
  checks: z.array(unjudgedCheck),
  ...closing,
});

/** The schema of result.json. */
const RESULT_SCHEMA = z
  .discriminatedUnion("status", [graded, submissionError, graderFault])
  .refine((result) => result.maxScore === sumOf(result.checks.map(({ maxPoints }) => maxPoints)), {
    error: "maxScore is not the sum of the checks' maxPoints",
  })
  .refine((result) => result.status !== "graded" || result.score === sumOf(result.checks.map((each) => each.points)), {
    error: "score is not the sum of the checks' points",
  })
  .refine(({ checks }) => !checks.some((each) => "misconception" in each && "pattern" in each), {
    error: "a check has a misconception and a pattern",
  })
  .refine((result) => (result.partial === undefined) === (result.only === undefined), {
    error: "partial and only come together",
  });

/** The content of result.json. */
export type Result = DeepReadonly<z.infer<typeof RESULT_SCHEMA>>;
export type CheckResult = Result["checks"][number];
export type FailedCheck = Extract<CheckResult, { readonly verdict: "failed" }>;
export type WrittenResult = Result["written"][number];
export type MarkedCriterion = NonNullable<WrittenResult["criteria"]>[number];
export type AnswerPicture = NonNullable<Result["pictures"]>[number];
export type AnswerDocument = NonNullable<Result["documents"]>[number];
export type Adjustment = NonNullable<Result["adjustment"]>;
export type AttackFigure = NonNullable<Result["figure"]>;
export type Misconception = DeepReadonly<z.infer<typeof misconception>>;
export type Pattern = DeepReadonly<z.infer<typeof pattern>>;
export type Submission = Result["submission"];
export type GraderFacts = Result["grader"];

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** @throws z.ZodError with the places where the value is not a result */
export function parseResult(value: unknown): Result {
  return RESULT_SCHEMA.parse(value);
}

/** The JSON Schema of result.json, as the text of a file. */
export function renderJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(RESULT_SCHEMA);
  return `${JSON.stringify({ $schema, $id: RESULT_SCHEMA_ID, title: "The grader's result for one submission", ...schema }, null, 2)}\n`;
}

/**
 * The points of the written part with the adjustment, never below 0 or above its maximum, which gradebooks refuse; null while a
 * question is not marked, or without a written part.
 */
export function writtenTotal({ written, adjustment }: Pick<Result, "written" | "adjustment">): number | null {
  const total = written.length === 0 ? null : totalOf(written);
  const maxPoints = sumOf(written.map((each) => each.maxPoints));
  return total === null ? null : Math.min(maxPoints, Math.max(0, total + (adjustment?.points ?? 0)));
}

/** The sum of points; null if some are null. */
export function totalOf(parts: readonly { readonly points: number | null }[]): number | null {
  const points = parts.map((part) => part.points);
  return points.includes(null) ? null : sumOf(points);
}
