import { create } from "xmlbuilder2";
import type { XMLBuilder } from "xmlbuilder2/lib/interfaces.js";
import { visible, visibleLines } from "../../shared/escape.ts";
import { sortChecks, type ExerciseChecks } from "../../pipeline/report/sort-checks.ts";
import { alertsOf } from "../../pipeline/report/wording.ts";
import type { CheckResult, Result } from "../../pipeline/score/result.ts";
import { checkWords } from "./grade.ts";
import { sumOf } from "../../shared/sum-of.ts";

/*
 * JUnit XML as Jenkins and most CI systems read it (junit-10.xsd of Jenkins' xunit plugin): testsuites > testsuite > testcase.
 * A failure is the fault of the tested code, an error is not. `visible` replaces characters that XML forbids, and the library
 * escapes the rest.
 */

/** Renders JUnit XML, a suite per exercise. A reason for not judging is an error in a separate suite. */
export function renderJunit(result: Result): string {
  const { exercises } = sortChecks(result);
  const document = create({ version: "1.0", encoding: "UTF-8" });
  const root = document.ele("testsuites", {
    name: visible(result.submission.name, 200),
    tests: result.checks.length + (result.status === "graded" ? 0 : 1),
    failures: result.checks.filter(({ verdict }) => verdict === "failed").length,
    errors: result.status === "graded" ? 0 : 1,
    time: seconds(result.durationMs),
  });
  addProblem(root, result);
  for (const exercise of exercises) addSuite(root, exercise);
  return `${document.end({ prettyPrint: true })}\n`;
}

function addProblem(root: XMLBuilder, result: Result): void {
  if (result.status === "graded") return;
  const [alert] = alertsOf(result);
  const suite = root.ele("testsuite", { name: "Grading", tests: 1, failures: 0, errors: 1, skipped: 0, time: "0.000" });
  suite
    .ele("testcase", { name: alert?.title ?? result.status, classname: "Grading", time: "0.000" })
    .ele("error", { type: result.status, message: visible(result.problem, 200) })
    .txt(visibleLines(alert?.text ?? result.problem));
}

function addSuite(root: XMLBuilder, { id, title, checks, failed }: ExerciseChecks): void {
  const suite = root.ele("testsuite", {
    name: visible(`${id} ${title}`),
    tests: checks.length,
    failures: failed.length,
    errors: 0,
    skipped: checks.filter(({ verdict }) => verdict === "unjudged").length,
    time: seconds(sumOf(checks.map(({ durationMs }) => durationMs))),
  });
  for (const check of checks) addCase(suite, check);
}

function addCase(suite: XMLBuilder, check: CheckResult): void {
  const { exercise, title, verdict, durationMs } = check;
  const testcase = suite.ele("testcase", { name: visible(title), classname: exercise, time: seconds(durationMs) });
  const words = checkWords(check);
  if (verdict === "unjudged") testcase.ele("skipped", { message: "not judged" });
  if (verdict !== "failed") return;
  const [first = ""] = words.split("\n");
  testcase.ele("failure", { type: "failed", message: visible(first, 200) }).txt(visibleLines(words));
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
