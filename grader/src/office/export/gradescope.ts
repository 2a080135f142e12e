import { visible, visibleLines } from "../../shared/escape.ts";
import { scoreWords, statusWords } from "../../pipeline/report/wording.ts";
import type { CheckResult, Result, WrittenResult } from "../../pipeline/score/result.ts";
import { checkWords, markedWords, overallWords, toGrade, type Grade, type GradeOptions } from "./grade.ts";

/*
 * Gradescope's results.json, https://gradescope-autograders.readthedocs.io/en/latest/specs/: a score, or tests with a score
 * each. All output is declared as text, so that a student's text is not rendered as HTML or Markdown.
 */

const COMMON = {
  output_format: "text",
  test_output_format: "text",
  test_name_format: "text",
  // Standard output is the grader's and not meant for students.
  stdout_visibility: "hidden",
} as const;

/**
 * Renders a result for Gradescope. Without a grade it has neither a score nor tests, which Gradescope shows as a failed
 * autograder and not as a zero.
 */
export function renderGradescope(result: Result, options: GradeOptions = {}): string {
  const grade = toGrade(result, options);
  return `${JSON.stringify({ ...head(result, grade), ...body(result, grade, options) }, null, 2)}\n`;
}

function head(result: Result, grade: Grade) {
  return {
    ...(grade.state === "given" ? { score: grade.points } : {}),
    execution_time: Math.round(result.durationMs / 1000),
    output: outputOf(result, grade),
    ...COMMON,
    extra_data: { schema: result.schema, status: result.status, seed: result.grader.seed },
  };
}

function outputOf(result: Result, grade: Grade): string {
  if (grade.state === "withheld") return `No score: ${visible(grade.why)}`;
  const warnings = result.warnings.map((warning) => visible(warning));
  return [`${statusWords(result)}: ${scoreWords(result)}`, ...warnings].join("\n");
}

function body(result: Result, grade: Grade, { withWritten = false }: GradeOptions) {
  // Gradescope would read tests without scores as zeros.
  if (grade.state === "withheld" || result.status !== "graded") return {};
  const written = withWritten ? [...result.written.map(toWrittenTest), ...overallTest(result)] : [];
  return { tests: [...result.checks.map(toTest), ...written] };
}

function toTest(check: CheckResult) {
  const output = checkWords(check);
  return {
    score: check.points,
    max_score: check.maxPoints,
    status: check.verdict,
    name: visible(`${check.exercise} ${check.title}`),
    ...(output === "" ? {} : { output: visibleLines(output) }),
    tags: [check.exercise],
  };
}

/** Without a score: the score of the whole has the adjustment already. */
function overallTest(result: Result) {
  const output = overallWords(result);
  return output === ""
    ? []
    : [{ name: "The written part as a whole", output: visibleLines(output), tags: ["written"] }];
}

function toWrittenTest(question: WrittenResult) {
  const { id, points, maxPoints } = question;
  const output = markedWords(question);
  return {
    score: points,
    max_score: maxPoints,
    status: points === maxPoints ? "passed" : "failed",
    name: visible(`${id} ${question.question}`),
    ...(output === "" ? {} : { output: visibleLines(output) }),
    tags: ["written"],
  };
}
