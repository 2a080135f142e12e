/**
 * Imports point one way: cli -> workshop -> office -> pipeline -> shared -> fixtures, and inside the pipeline
 * report -> score -> judge -> run -> submission. See docs/architecture.md.
 */
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const TESTS = "\\.test\\.ts$|/testing/|^docs/";

/** The imports that a folder may make outside itself. Every folder has a row. */
const only = (folder, comment, allowed) => ({
  name: folder.replace(/\/$/, "").replace(/^grader\/src\//, ""),
  comment,
  severity: "error",
  from: { path: `^${folder}`, pathNot: TESTS },
  to: {
    path: "^(fixtures|solution|template|grader|docs)/",
    pathNot: `^(${[folder, ...allowed].join("|")})|/node_modules/`,
  },
});
const FIXTURES = "fixtures/(src|engine)/";
const CORPUS = "fixtures/corpus/";
const SHARED = "grader/src/shared/";
const PIPELINE = "grader/src/pipeline/";
const OFFICE = "grader/src/office/";
const WORKSHOP = "grader/src/workshop/";
const stage = (...names) => `${PIPELINE}(${names.join("|")})/`;
const JUDGEMENT = `${PIPELINE}judge/judgement\\.ts$`;

/** @throws Error for a folder without a row */
function assertComplete(rules) {
  for (const wing of [PIPELINE, OFFICE, WORKSHOP]) {
    const folders = readdirSync(join(__dirname, wing)).map((name) => `${wing}${name}/`);
    const missing = folders.filter((folder) => !rules.some(({ from }) => new RegExp(`${from.path}$`).test(folder)));
    if (missing.length > 0) throw new Error(`no rule in .dependency-cruiser.cjs for ${missing.join(", ")}`);
  }
  return rules;
}

module.exports = {
  forbidden: assertComplete([
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    only("fixtures/src/", "the student's runtime", ["fixtures/engine/"]),
    only("fixtures/engine/", "the engine ships without the corpus", ["fixtures/src/"]),
    only("fixtures/corpus/", "sample submissions are data", ["fixtures/src/"]),
    only("solution/", "the solution does not know the grader", [FIXTURES]),
    only("template/", "a student has the template and the shipped fixtures", [FIXTURES]),
    only("template/experiments/", "an experiment imports a student's functions from the folder that it is given", [
      FIXTURES,
    ]),
    only("template/handin/", "a hand-in is made of texts and bytes; nothing of src/ is imported", [FIXTURES]),
    only(
      "template/lab/",
      "the page gets a student's functions from its server, never by import; it trains as experiments do",
      [FIXTURES, "template/experiments/"],
    ),

    only(SHARED, "shared code knows nothing of grading", [FIXTURES]),

    only(stage("submission"), "staging comes first", [FIXTURES, SHARED]),
    only(stage("run"), "running knows only what was staged", [FIXTURES, SHARED, stage("submission")]),
    only(`${PIPELINE}run/child/`, "the sandboxed child imports the protocol, the engine and lent arguments", [
      FIXTURES,
      `${PIPELINE}run/(protocol|arguments)/`,
    ]),
    only(stage("judge"), "suites contain neither points nor the solution", [FIXTURES, SHARED, stage("run")]),
    only(stage("diagnose"), "a diagnosis replays calls and gives no points", [
      FIXTURES,
      CORPUS,
      SHARED,
      stage("run", "judge"),
    ]),
    only(stage("score"), "scores are computed from verdicts", [FIXTURES, SHARED, JUDGEMENT]),
    only(stage("report"), "reports are made from results", [FIXTURES, SHARED, stage("score"), JUDGEMENT]),
    only(stage("grade"), "grading runs the stages in order", [FIXTURES, CORPUS, SHARED, PIPELINE]),

    only(`${OFFICE}course/`, "what a course decides knows nothing of grades", [SHARED]),
    only(`${OFFICE}class/`, "a class is many grades", [
      FIXTURES,
      SHARED,
      `${OFFICE}course/`,
      stage("grade", "score", "report", "submission"),
      `${PIPELINE}(run/(isolation/index|cached-runtime)|judge/run-suites)\\.ts$`,
    ]),
    only(`${OFFICE}marks/`, "marks are merged into results and never affect a grade", [
      FIXTURES,
      SHARED,
      stage("score", "report", "submission"),
      `${OFFICE}class/`,
    ]),
    only(`${OFFICE}desk/(?!page/)`, "the desk shows answers and writes marks files", [
      FIXTURES,
      SHARED,
      stage("score", "report"),
      `${OFFICE}class/(class-file|class-folder|results)\\.ts$`,
      `${OFFICE}marks/`,
      `${OFFICE}similarity/fingerprints\\.ts$`,
    ]),
    only(`${OFFICE}export/`, "exports are made from results", [
      SHARED,
      stage("score", "report"),
      `${OFFICE}(class|course|marks)/`,
    ]),
    only(`${OFFICE}overview/`, "an overview reads results and grades nothing", [
      FIXTURES,
      SHARED,
      stage("score", "report"),
      `${OFFICE}class/(class-file|class-folder|results)\\.ts$`,
      `${OFFICE}(course/|similarity/similarity-file\\.ts$)`,
    ]),
    only(`${OFFICE}github/`, "comments are made from results", [
      SHARED,
      stage("score", "report"),
      `${OFFICE}(class|course)/`,
    ]),
    only(`${OFFICE}similarity/`, "submissions are compared as text and never graded", [
      FIXTURES,
      SHARED,
      stage("report", "submission"),
      `${OFFICE}class/(class-file|class-folder|lanes)\\.ts$`,
      `${OFFICE}marks/(find-submission|read-answers)\\.ts$`,
    ]),

    only(`${WORKSHOP}corpus/`, "the corpora are judged from outside", [
      FIXTURES,
      CORPUS,
      "solution/",
      SHARED,
      PIPELINE,
      `${WORKSHOP}threads/`,
    ]),
    only(`${WORKSHOP}mutation/`, "mutants are judged from outside", [
      FIXTURES,
      CORPUS,
      "solution/",
      SHARED,
      PIPELINE,
      `${WORKSHOP}threads/`,
    ]),
    only(`${WORKSHOP}threads/`, "threads know nothing of their tasks", [SHARED]),
    only(`${WORKSHOP}bench/`, "contenders are timed in separate processes", [
      FIXTURES,
      CORPUS,
      "solution/",
      SHARED,
      PIPELINE,
      `${WORKSHOP}(reproduce|corpus)/`,
    ]),
    only(`${WORKSHOP}reproduce/`, "the reference run trains the solution and judges nothing", [
      FIXTURES,
      "solution/",
      SHARED,
      `${PIPELINE}report/plots\\.ts$`,
    ]),
    only(`${WORKSHOP}release/`, "a release reads the solution as text and is proven through a grade passed in", [
      FIXTURES,
      CORPUS,
      SHARED,
      stage("score"),
    ]),
    only(`${WORKSHOP}promises/`, "the comments of the solution are read as text", [FIXTURES, SHARED, stage("score")]),
    only(`${WORKSHOP}template/`, "the template is made from course.yaml and the solution's text", [
      FIXTURES,
      SHARED,
      stage("score"),
      `${OFFICE}course/`,
    ]),
    only(
      `${WORKSHOP}site/(?!build/)`,
      "in a browser run the page, the template's lab and its hand-in, and nothing that answers",
      [FIXTURES, "template/(lab|experiments|handin)/", `${SHARED}markdown\\.ts$`],
    ),
    only(`${WORKSHOP}site/build/`, "the site is built from what ships, and scanned as a release is", [
      FIXTURES,
      "template/lab/server/read-data\\.ts$",
      SHARED,
      `${WORKSHOP}(release|site/typescript)/`,
      `${WORKSHOP}site/page/content\\.ts$`,
    ]),
    only(`${WORKSHOP}native/`, "installing an engine knows nothing of grading", [FIXTURES, SHARED]),

    only("grader/src/cli/", "commands start everything else", [FIXTURES, CORPUS, SHARED, PIPELINE, OFFICE, WORKSHOP]),
    {
      name: "only-cli-parses-arguments",
      severity: "error",
      from: { pathNot: `^grader/src/cli/|${TESTS}` },
      to: { path: "node_modules/commander/" },
    },
    {
      name: "no-imports-of-the-template",
      severity: "error",
      from: { pathNot: "^template/|^docs/images/|^grader/src/workshop/site/" },
      to: { path: "^template/" },
    },
    {
      name: "product-does-not-import-testing",
      severity: "error",
      from: { pathNot: `${TESTS}|\\.(suite)\\.ts$` },
      to: { path: "/testing/", pathNot: "node_modules" },
    },
    {
      name: "no-imports-of-test-files",
      severity: "error",
      from: {},
      to: { path: "\\.test\\.ts$" },
    },
  ]),
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^out/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types"],
      extensions: [".ts", ".js", ".mjs"],
    },
  },
};
