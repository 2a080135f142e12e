/** Imports point one way: report -> score -> judge -> run -> submission. See docs/architecture.md. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: "error",
  from: { path: `^${from}`, pathNot: "\\.test\\.ts$|/testing/" },
  to: { path: "^(fixtures|solution|template|grader)/", pathNot: `^(${[from, ...allowed].join("|")})` },
});
const FIXTURES = "fixtures/(src|submissions)/";
/** What any arrow may use: error kinds, what the system tells of processes, and what Node 20 lacks. */
const ERRORS = "grader/src/(errors|exists|process-tree|command-output|group-by)\\.ts$";

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    only("fixtures-imports-nobody", "fixtures is what the rest stands on", "fixtures/", []),
    only("solution-imports-fixtures", "the solution knows nothing of the grader", "solution/", [FIXTURES]),
    only("template-imports-fixtures", "a student has the template and fixtures", "template/", [FIXTURES]),
    only("lab", "the page calls a student's functions by address, never by import", "template/lab/", ["fixtures/src/"]),
    only("submission", "staging knows of no arrow after it", "grader/src/submission/", [FIXTURES, ERRORS]),
    only("run", "running knows only what was staged", "grader/src/run/", [FIXTURES, ERRORS, "grader/src/submission/"]),
    only("judge", "suites hold no points and no solution", "grader/src/judge/", [FIXTURES, ERRORS, "grader/src/run/"]),
    only("variants", "the reference with a change", "grader/src/variants/", [FIXTURES, ERRORS]),
    only("diagnose", "a diagnosis replays calls, and gives no points", "grader/src/diagnose/", [
      FIXTURES,
      ERRORS,
      "grader/src/(run|judge|variants)/",
    ]),
    only("score", "scores stand on verdicts", "grader/src/score/", [
      FIXTURES,
      ERRORS,
      "grader/src/judge/judgement\\.ts$",
    ]),
    only("report", "reports stand on results", "grader/src/report/", [
      FIXTURES,
      ERRORS,
      "grader/src/score/",
      "grader/src/judge/judgement\\.ts$",
    ]),
    only("marks", "marks go into results, and never into a grade", "grader/src/marks/", [
      ERRORS,
      "grader/src/(score|report|submission)/",
    ]),
    only("export", "exports stand on results and touch nothing", "grader/src/export/", [
      "grader/src/errors\\.ts$",
      "grader/src/(score|report)/",
    ]),
    only(
      "release",
      "a release is proven from outside: the solution is read as text, and grading is lent",
      "grader/src/release/",
      [FIXTURES, ERRORS, "grader/src/(score|template)/", "grader/src/grade/scratch\\.ts$"],
    ),
    only("class", "a class is many grades: it judges nothing itself", "grader/src/class/", [
      "fixtures/src/(engine|random)",
      ERRORS,
      "grader/src/(grade|score|report|submission)/",
      "grader/src/run/(isolation/index|runtime)\\.ts$",
    ]),
    only("overview", "an overview reads what is graded, and grades nothing", "grader/src/overview/", [
      "fixtures/src/exercises",
      ERRORS,
      "grader/src/(score|report)/",
      "grader/src/class/(class-file|class-folder)\\.ts$",
      "grader/src/export/csv\\.ts$",
    ]),
    only("native", "what brings an engine knows nothing of grading", "grader/src/native/", [
      "fixtures/src/engine/",
      ERRORS,
      "grader/src/grade/scratch\\.ts$",
    ]),
    only("sandbox", "the child imports the protocol and the engine only", "grader/src/run/child/", [
      FIXTURES,
      "grader/src/run/(protocol|lab)/",
    ]),
    only("lab-tests", "the page is tried from outside", "grader/src/lab/", ["fixtures/src/", ERRORS]),
    {
      name: "nobody-imports-template",
      severity: "error",
      from: { pathNot: "^template/" },
      to: { path: "^template/" },
    },
    {
      name: "only-the-reference-run-imports-solution",
      severity: "error",
      from: { pathNot: "^solution/|^grader/src/(reproduce|corpus|bench)/|\\.test\\.ts$" },
      to: { path: "^solution/" },
    },
    {
      name: "no-orphans-in-production",
      severity: "error",
      from: { pathNot: "\\.test\\.ts$" },
      to: { path: "\\.test\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^out/|^fixtures/submissions/.*/src/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types"],
      extensions: [".ts", ".js", ".mjs"],
    },
  },
};
