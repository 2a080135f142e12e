import { defuseCommands, terminalLine, visibleLines } from "../../shared/escape.ts";
import { alertsOf } from "../../pipeline/report/wording.ts";
import type { CheckResult, Result } from "../../pipeline/score/result.ts";
import { checkWords, type GradeOptions } from "./grade.ts";
import { toWholeGrade, writtenParts } from "./whole-points.ts";

/*
 * The protocol of GitHub Classroom: a step has an output `result`, JSON in base64. `autograding-grading-reporter` reads it
 * from an environment variable, adds up the points and prints them as a notice.
 */

/** A notice in GitHub Actions. */
export interface Notice {
  readonly title: string;
  readonly message: string;
}

/** Linux limits an environment variable to 128 KiB; with a larger one the reporter would not start. */
const MAX_BASE64_CHARACTERS = 100_000;
/** Maximum lengths of failed checks' messages. The first that fits is used. */
const MESSAGE_CHARACTERS = [2000, 200, 0];

/** Renders the step output `result`. Without a grade it is an error out of 0 points, for which no notice is printed. */
export function renderClassroom(result: Result, options: GradeOptions = {}): string {
  const candidates = MESSAGE_CHARACTERS.map((characters) => toBase64(toResult(result, options, characters)));
  const fitting = candidates.find((text) => text.length <= MAX_BASE64_CHARACTERS);
  return fitting ?? candidates.at(-1) ?? "";
}

/** The notices from which GitHub Classroom reads the points; none without a grade. */
export function toClassroomNotices(result: Result, options: GradeOptions = {}): readonly Notice[] {
  const grade = toWholeGrade(result, options);
  if (grade.state === "withheld") return [];
  const { points: totalPoints, maxPoints } = grade;
  return [
    { title: "Autograding complete", message: `Points ${totalPoints}/${maxPoints}` },
    { title: "Autograding report", message: JSON.stringify({ totalPoints, maxPoints }) },
  ];
}

function toResult(result: Result, options: GradeOptions, characters: number) {
  const grade = toWholeGrade(result, options);
  if (grade.state === "withheld") {
    return { version: 1, status: "error", max_score: 0, tests: [test("Grading", "error", 0, grade.why)] };
  }
  const tests = [
    ...result.checks.map((check) => toTest(check, result, characters)),
    ...writtenParts(result, options).map(({ name, points, maxPoints }) => {
      return test(name, points === maxPoints ? "pass" : "fail", points, "");
    }),
  ];
  const passed = tests.every(({ status }) => status === "pass");
  return { version: 1, status: passed ? "pass" : "fail", max_score: grade.maxPoints, tests };
}

function toTest(check: CheckResult, result: Result, characters: number) {
  const { exercise, title, points, verdict, durationMs } = check;
  const words = verdict === "unjudged" ? (alertsOf(result)[0]?.text ?? "") : checkWords(check);
  return test(
    `${exercise} ${title}`,
    verdict === "passed" ? "pass" : "fail",
    points ?? 0,
    cut(words, characters),
    durationMs,
  );
}

// The reporter prints names and messages, and the runner would execute workflow commands in them.
function test(name: string, status: "pass" | "fail" | "error", score: number, message: string, durationMs = 0) {
  return {
    name: terminalLine(name, 200),
    status,
    score,
    message: defuseCommands(message),
    test_code: "",
    filename: "",
    line_no: 0,
    duration: Math.round(durationMs),
  };
}

function cut(words: string, characters: number): string {
  return characters === 0 || words === "" ? "" : visibleLines(words, characters);
}

function toBase64(value: unknown): string {
  return Buffer.from(JSON.stringify(value), "utf8").toString("base64");
}
