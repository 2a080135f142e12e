import { command, type Command } from "./command.ts";
import { ROOT } from "../shared/paths.ts";
import * as option from "./options.ts";

/*
 * Every command of ./robustness-lab: its name, arguments, options and help, and the file that runs it, loaded only then.
 * This file is longer than 250 lines because it is the one table.
 */

const GRADED = "Exit codes: 0 graded, whatever the score; 1 grader fault; 2 bad usage.";
const DONE = "Exit codes: 0 done; 1 failed; 2 bad usage.";
const NOTHING_WRITTEN = "stopping: nothing is written; cleaning up ...";

const COURSE: readonly Command[] = [
  command({
    name: "start",
    group: "course",
    summary: "Grade samples: the reference, the template, a wrong one",
    options: {},
    help: `Examples:
  npm start      the same command

${DONE}`,
    stopping: NOTHING_WRITTEN,
    run: async (_args, _options, { signal }) => (await import("./start.ts")).start(signal),
  }),
  command({
    name: "grade",
    group: "course",
    summary: "Grade one submission: a folder, .zip or .tar.gz",
    args: { "<submission>": "folder or archive" },
    options: {
      out: option.outOptional("folder of the reports (default: out/<name>, with --only out/<name>-partial)"),
      engine: option.ENGINE,
      isolation: option.ISOLATION,
      seed: option.seedOptional("seed of the probes (default: random; kept in the result)"),
      only: option.ONLY,
    },
    help: `Examples:
  ./robustness-lab grade template
  ./robustness-lab grade handed-in/ada.zip --out out/ada
  ./robustness-lab grade solution --only 2.4,pgd.steps
                            one exercise and one check: a partial result
  ./robustness-lab grade ada.zip --seed 42
                            the same probes again, to answer an appeal

${GRADED}`,
    stopping: NOTHING_WRITTEN,
    run: async ([submission = ""], options, { signal }) =>
      (await import("./grade.ts")).grade(submission, options, signal),
  }),
  command({
    name: "grade-class",
    group: "course",
    summary: "Grade a class: every submission in a folder or roster",
    args: { "<class>": "folder of submissions, or roster (.csv)" },
    options: {
      out: option.outRequired("folder of class.json, with one folder per submission"),
      jobs: option.jobs("submissions graded at a time (default: by cores and memory; 1 on a GPU)"),
      shard: option.SHARD,
      resume: option.flag("--resume", "continue the class in <out>"),
      add: option.flag("--add", "add latecomers to the class in <out>, and keep the others", ["drop", "shard"]),
      drop: option.flag("--drop", "drop those of the class in <out> who are no longer here", ["add"]),
      skip: option.optional(
        "--skip <names>",
        "items of the folder that are no submissions, comma-separated",
        option.list,
      ),
      asIs: option.flag("--as-is", "grade a doubtful layout without asking"),
      seed: option.seedOptional("one seed for the whole class (default: that of <out>, or a random one)"),
      engine: option.ENGINE,
      isolation: option.ISOLATION,
      layout: option.LAYOUT,
      only: option.ONLY,
      course: option.COURSE,
      times: option.TIMES,
      changedBy: option.optional("--changed-by <dir>", "list whose points differ from those in the class in <dir>"),
      cache: option.CACHE,
    },
    help: `Examples:
  ./robustness-lab grade-class handed-in --out out/class
                            a folder of folders or archives, or an LMS download
  ./robustness-lab grade-class roster.csv --out out/class
                            id,name,path or id,name,git,commit
  ./robustness-lab grade-class handed-in --out out/class --resume
                            continue after Ctrl-C or a crash
  ./robustness-lab grade-class late --out out/class --add
                            latecomers, beside those who are graded
  ./robustness-lab grade-class handed-in --out out/part2 --seed 7 --shard 2/4
                            a quarter of the class, for ./robustness-lab merge
  ./robustness-lab grade-class handed-in --only pgd.steps --out out/new \\
    --changed-by out/class  a check was changed: who gains or loses by it

Exit codes: 0 done, whatever the scores; 1 a grader fault, or stopped; 2 bad
usage.`,
    stopping: "stopping: finished submissions are kept; cleaning up ...",
    // The overview of what is finished takes a second, on a busy machine several.
    cleanUpMs: 10_000,
    run: async ([source = ""], options, { signal }) =>
      (await import("./grade-class.ts")).gradeClassCommand(source, options, signal),
  }),
  command({
    name: "merge",
    group: "course",
    summary: "Merge the shards of a class into one folder",
    args: { "<folders...>": "folders written by grade-class" },
    options: { out: option.outRequired("folder of the whole class") },
    help: `Examples:
  ./robustness-lab merge out/part1 out/part2 out/part3 --out out/class

Merging again, or adding a part, is safe: results in <out> keep their marks.
Exit codes: 0 merged; 1 grader fault; 2 the parts do not belong together, and
nothing is written.`,
    run: async (folders, { out }) => (await import("./merge.ts")).merge(folders, out),
  }),
  command({
    name: "repositories",
    group: "course",
    summary: "Make a repository on GitHub for each student of a class",
    args: { "<class>": "a .csv with id, name, github" },
    options: {
      org: option.ORG,
      template: option.required("--template <owner/name>", "template repository", option.githubName("OWNER/NAME")),
      prefix: option.PREFIX,
      protect: option.flag("--protect", "also make rules: students cannot change the workflow, nor rewrite history"),
      pause: option.PAUSE,
      dryRun: option.flag("--dry-run", "print what would be made, and make nothing"),
    },
    help: `Examples:
  ./robustness-lab repositories class.csv --org cs433 \\
    --template cs433/lab-template --dry-run
  ./robustness-lab repositories class.csv --org cs433 \\
    --template cs433/lab-template --protect

Set SETUP_TOKEN to a token that may make repositories; docs/github.md names its
permissions. Each repository is private, and its student is invited. What is
there already is left as it is, so the command can be repeated.
Exit codes: 0 done; 1 some could not be made, or stopped; 2 bad usage.`,
    stopping: "stopping: run the same command to continue ...",
    run: async ([file = ""], options, { signal }) =>
      (await import("./repositories.ts")).makeRepositories(file, options, signal),
  }),
  command({
    name: "roster",
    group: "course",
    summary: "Write a roster from the repositories on GitHub, for collect",
    args: { "[class]": "a .csv with id, name, github (default: an id per repository)" },
    options: {
      org: option.ORG,
      prefix: option.PREFIX,
      branch: option.optional("--branch <name>", "branch that is handed in (default: each repository's own)"),
      out: option.out("the roster to write", "roster.csv"),
    },
    help: `Examples:
  ./robustness-lab roster class.csv --org cs433
  ./robustness-lab roster class.csv --org cs433 --branch main --out late.csv
  ./robustness-lab collect roster.csv --out collected --course course.yaml

Set SUBMISSIONS_TOKEN to a token that can read the repositories. Rows without an
account are skipped, students without a repository are listed.
${DONE}`,
    stopping: NOTHING_WRITTEN,
    run: async ([file], options, { signal }) => (await import("./roster.ts")).writeRoster(file, options, signal),
  }),
  command({
    name: "collect",
    group: "course",
    summary: "Fetch the commits in a roster, to grade without a network",
    args: { "<roster>": "a .csv with id, name, git, commit (or branch)" },
    options: {
      out: option.outRequired("folder of the archives and of a roster with their paths"),
      before: option.optional("--before <time>", "the last commit until then, such as 2026-10-01T23:59+02:00"),
      course: option.COURSE,
    },
    help: `Examples:
  ./robustness-lab collect roster.csv --out collected
  ./robustness-lab collect roster.csv --out in --before 2026-10-01T23:59+02:00
                            the last commit of each branch until then
  ./robustness-lab collect roster.csv --out in --course course.yaml
                            until the deadline, with extensions and grace
  ./robustness-lab grade-class collected/roster.csv --out out/class

For private repositories, set SUBMISSIONS_TOKEN to a token that can read them.
It is sent only to the server in GITHUB_SERVER_URL (default:
https://github.com).
Exit codes: 0 collected; 1 a network or machine failure; 2 bad usage.`,
    stopping: "stopping: fetched commits are kept, no roster is written ...",
    run: async ([roster = ""], options, { signal }) =>
      (await import("./collect.ts")).collectRoster(roster, options, signal),
  }),
  command({
    name: "mark",
    group: "course",
    summary: "Mark the written part in a page of your own browser",
    args: { "<results>": "result.json, its folder, or a folder of such folders" },
    options: {
      marker: option.optional("--marker <name>", "your name, which students see; your marks are in marks-<name>.yaml"),
      share: option.optional("--share <i/n>", "only part i of n, where several mark", option.parsePart),
      questions: option.optional("--questions <ids>", "only these questions, comma-separated", option.list),
      out: option.optional("--out <file>", "the marks file (default: marks.yaml beside the results)"),
      submissions: option.optional("--submissions <path>", "the submissions, for results of older graders"),
      port: option.optional("--port <n>", "the port on this machine (default: a free one)", option.integer(1, 65_535)),
      open: option.defaulted("--no-open", "only print the address", { value: true }),
    },
    help: `Examples:
  ./robustness-lab mark out/class
                            writes out/class/marks.yaml, one question at a time
  ./robustness-lab mark out/class --marker "Ada L." --share 1/2
                            one of two markers: writes marks-ada-l.yaml
  ./robustness-lab mark out/class --marker Bob --questions W4,W5
  ./robustness-lab marks merge out/class
                            afterwards: all marks into results and reports

Names stay hidden unless you ask. Every mark is on disk before it is shown as
saved, and the file may be edited by hand meanwhile. See docs/desk.md.
Exit codes: 0 done; 1 failed; 2 bad usage, or a mistake in the marks file.`,
    stopping: "closing the desk ...",
    endsByCtrlC: true,
    cleanUpMs: 10_000,
    run: async ([results = ""], options, { signal }) => (await import("./mark.ts")).mark(results, options, signal),
  }),
  command({
    name: "marks new",
    group: "course",
    summary: "Write a marks file for the written part, to be filled in",
    args: { "<results>": "result.json, its folder, or a folder of such folders" },
    options: {
      out: option.outOptional("the marks file (default: marks.yaml beside the results)"),
      questions: option.optional("--questions <ids>", "only these questions, comma-separated", option.list),
      submissions: option.optional(
        "--submissions <path>",
        "the submissions (class, roster or one), for results of older graders",
      ),
      except: option.optional(
        "--except <files>",
        "not those whom these marks files mark, comma-separated",
        option.list,
      ),
    },
    help: `Examples:
  ./robustness-lab marks new out/ada
  ./robustness-lab marks new out/class \\
    --questions W1,W2 --out w1-w2.yaml
                            two questions of a class, with the answers
  ./robustness-lab marks new out/class --except out/class/marks.yaml \\
    --out late.yaml         those whom no file marks yet

An existing file is never overwritten.
${DONE}`,
    stopping: NOTHING_WRITTEN,
    run: async ([results = ""], options, { signal }) => (await import("./marks.ts")).newMarks(results, options, signal),
  }),
  command({
    name: "marks merge",
    group: "course",
    summary: "Merge marks files into results and reports",
    args: {
      "<results>": "result.json, its folder, or a folder of such folders",
      "[files...]": "marks files (default: marks.yaml and marks-*.yaml beside the results)",
    },
    options: { fresh: option.flag("--fresh", "discard marks merged before") },
    help: `Examples:
  ./robustness-lab marks merge out/class
                            marks.yaml and marks-*.yaml in out/class
  ./robustness-lab marks merge out/class w1-w2.yaml w3-w5.yaml

Where files contradict each other, the marks with "final: true" count; without
them, nothing is written. Marks of an earlier submission of a student are left
out, with a note.
Exit codes: 0 done; 1 grader fault; 2 bad usage, a mistake in a marks file or a
contradiction, and nothing is written.`,
    run: async ([results = "", ...files], { fresh }) =>
      (await import("./marks-merge.ts")).mergeMarks(results, files, fresh),
  }),
  command({
    name: "marks rubric",
    group: "course",
    summary: "Print the rubric of the written part as Markdown",
    options: {},
    help: `Examples:
  ./robustness-lab marks rubric > rubric.md

${DONE}`,
    run: async () => (await import("./marks.ts")).printRubric(),
  }),
  command({
    name: "export",
    group: "course",
    summary: "Export results to a gradebook, classroom or test report",
    args: { "<results>": "a result's folder, or a folder of such folders" },
    options: {
      to: option.requiredOneOf("--to <format>", "format", [
        "gradescope",
        "moodle",
        "canvas",
        "csv",
        "classroom",
        "classroom50",
        "ctrf",
        "junit",
      ]),
      worksheet: option.optional("--worksheet <file>", "moodle, canvas: the downloaded worksheet or gradebook to fill"),
      column: option.optional("--column <name>", "moodle, canvas: the column of the grade, if it is ambiguous"),
      roster: option.optional("--roster <file>", "classroom50, for a class: the roster.csv that collect wrote"),
      withWritten: option.flag("--with-written", "add the written part; students without all marks are left out"),
      out: option.outOptional("the file to write; for one file per student the folder (default: beside the results)"),
    },
    help: `Examples:
  ./robustness-lab export out/class --to moodle --worksheet Grades.csv
                            writes out/class/moodle.csv and moodle-feedback.zip
  ./robustness-lab export out/class --to csv
                            scores, lateness, penalties and totals: grades.csv
  ./robustness-lab export out/class --to canvas --worksheet Gradebook.csv \\
    --column "Robustness lab"
  ./robustness-lab export out/ada --to gradescope \\
    --out /autograder/results/results.json
  ./robustness-lab export out/ada --to junit

docs/exports.md has one section per format.
Exit codes: 0 done, with a list of the students left out; 1 grader fault, so
there is no grade; 2 bad usage, and nothing is written.`,
    run: async ([results = ""], options) => (await import("./export.ts")).exportResults(results, options),
  }),
  command({
    name: "overview",
    group: "course",
    summary: "Write overview.html, .csv and .json of a class",
    args: { "<folder>": "folder written by grade-class, or a folder of results" },
    options: {},
    help: `Examples:
  ./robustness-lab overview out/class

grade-class, merge and marks write the overview themselves; this command writes
it again, or for loose results.
Exit codes: 0 written; 1 grader fault; 2 no class in the folder.`,
    run: async ([folder = ""]) => (await import("./overview.ts")).overview(folder),
  }),
  command({
    name: "similarity",
    group: "course",
    summary: "Find submissions of a class that are alike, for a human eye",
    args: { "<folder>": "folder written by grade-class" },
    options: {
      submissions: option.optional("--submissions <path>", "the submissions that were graded: a folder or roster"),
    },
    help: `Examples:
  ./robustness-lab similarity out/class --submissions handed-in
                            writes similarity.html, .csv and .json

Renamed variables, moved functions, comments and layout hide nothing; the
template and the reference do not count. It is never a verdict or points.
Exit codes: 0 written; 1 grader fault; 2 bad usage, and nothing is written.`,
    stopping: NOTHING_WRITTEN,
    run: async ([folder = ""], options, { signal }) =>
      (await import("./similarity.ts")).similarity(folder, options, signal),
  }),
  command({
    name: "comment",
    group: "course",
    summary: "Post reports as comments on students' GitHub commits",
    args: { "<results>": "the folder of a class, or of one result" },
    options: {
      roster: option.optional("--roster <file>", "for a class: the .csv that it was collected from"),
      repository: option.optional("--repository <owner/name>", "for one result: the student's repository"),
      commit: option.optional("--commit <sha>", "for one result: the commit"),
      pause: option.PAUSE,
      dryRun: option.flag("--dry-run", "print the texts, and post nothing"),
    },
    help: `Examples:
  ./robustness-lab comment out/class --roster roster.csv --dry-run
  ./robustness-lab comment out/class --roster roster.csv
  ./robustness-lab comment out/class/ada --dry-run
                            the text on one result, to paste into an answer
  ./robustness-lab comment out/ada --repository cs433/ada \\
    --commit 0123456789abcdef0123456789abcdef01234567

Set SUBMISSIONS_TOKEN to a token that may write comments in those repositories.
A commit that already has the same comment is skipped, so the command can be
repeated.
Exit codes: 0 done; 1 some comments could not be posted; 2 bad usage.`,
    stopping: "stopping: run the same command to continue ...",
    run: async ([results = ""], options, { signal }) =>
      (await import("./comment.ts")).comment(results, options, signal),
  }),
  command({
    name: "release",
    group: "course",
    summary: "Write the students' repository; check that it leaks nothing",
    args: { "[dir]": "a new or empty folder" },
    options: {
      prove: option.defaulted("--no-prove", "only write, check nothing", { value: true }),
      scan: option.optional("--scan <dir>", "only scan an existing folder for leaks; skips node_modules and .git"),
      gradescope: option.optional("--gradescope <file>", "only pack the grader as Gradescope's autograder.zip"),
      texts: option.optional("--texts <dir>", "translations of README.md, answers.md and comments in src/"),
      inStep: option.flag("--in-step", "only note that the texts in --texts are translations of ours as they are now"),
    },
    help: `Examples:
  ./robustness-lab release ../exercise            takes about a minute
  ./robustness-lab release ../exercise --no-prove
  ./robustness-lab release --scan handed-in/ada   changes nothing
  ./robustness-lab release --gradescope autograder.zip
  ./robustness-lab release ../uebung --texts texts/de   see docs/adapting.md

Exit codes: 0 written and checked; 1 a check failed, a leak was found, or a
grader fault; 2 bad usage.`,
    stopping: "stopping: removing the unfinished release ...",
    run: async ([folder], options, { signal }) => (await import("./release.ts")).release(folder, options, signal),
  }),
  command({
    name: "site",
    group: "course",
    summary: "Build the lab as a web page: students install nothing",
    args: { "<dir>": "a new or empty folder, or an earlier site" },
    options: {
      handInLink: option.optional("--hand-in-link <url>", "where students hand in, such as an LMS or a form"),
    },
    help: `Examples:
  ./robustness-lab site out/site                 takes about half a minute
  ./robustness-lab site out/site --hand-in-link https://lms.example.org/42

Any web server serves the folder, under any path; docs/site.md says how a course
publishes it. A build that would leak a solution, or fails, changes nothing.
Exit codes: 0 written, no leak found; 1 a leak or a fault; 2 bad usage.`,
    stopping: "stopping: removing the unfinished site ...",
    run: async ([folder = ""], options, { signal }) => (await import("./site.ts")).site(folder, options, signal),
  }),
];

const MAINTAINERS: readonly Command[] = [
  command({
    name: "template",
    group: "maintainers",
    summary: "Make stubs, sheet and questions, as course.yaml says",
    options: { check: option.CHECK },
    help: `Examples:
  ./robustness-lab template
  ./robustness-lab template --check

Exit codes: 0 done or in sync; 1 out of date, or faulty markers; 2 bad usage, or
mistakes in course.yaml.`,
    run: async (_args, { check }) => (await import("./template.ts")).template(check),
  }),
  command({
    name: "schema",
    group: "maintainers",
    summary: "Generate the JSON Schema of result.json",
    options: { check: option.CHECK },
    help: `Examples:
  ./robustness-lab schema
  ./robustness-lab schema --check

Exit codes: 0 done or in sync; 1 out of date; 2 bad usage.`,
    run: async (_args, { check }) => (await import("./schema.ts")).schema(check),
  }),
  command({
    name: "corpus",
    group: "maintainers",
    summary: "Judge known wrong solutions, alternatives and the reference",
    options: {
      exercise: option.EXERCISE,
      seed: option.seed("seed of the probes, and the first of several"),
      misconceptions: option.count("--misconceptions <n>", "seeds for each misconception", 1, 0),
      references: option.count("--references <n>", "seeds for the reference", 60, 0),
      alternatives: option.count("--alternatives <n>", "seeds for each alternative", 10, 0),
      pairs: option.count("--pairs <n>", "pairs of misconceptions in different exercises", 40, 0),
      full: option.flag("--full", "judge all checks, not only those of the changed file"),
      jobs: option.jobsPerCore("threads"),
      public: option.flag("--public", "instead, count the misconceptions that the public tests catch by themselves"),
      list: option.flag("--list", "with --public: print those that are not caught"),
    },
    help: `Misconceptions must lose exactly the checks in their row and be named by the
diagnosis; alternatives and the reference must lose nothing; two misconceptions
together must lose what both lose.

Examples:
  ./robustness-lab corpus                    about ten minutes on one core
  ./robustness-lab corpus --exercise 2.4     the rows of one exercise
  ./robustness-lab corpus --full             each row in all checks
  ./robustness-lab corpus --seed 7 --references 200 --pairs 0
  ./robustness-lab corpus --misconceptions 20 --alternatives 20
  ./robustness-lab corpus --public --list    the public tests: two minutes

Exit codes: 0 all as expected; 1 something is not, or stopped; 2 bad usage.`,
    stopping: "stopping ...",
    run: async (_args, options, { signal }) => (await import("./corpus.ts")).corpus(options, signal),
  }),
  command({
    name: "hostile",
    group: "maintainers",
    summary: "Grade hostile and malformed submissions; check all held",
    args: { "[ids...]": "prefixes of ids" },
    options: { isolation: option.ISOLATION, seed: option.seed("seed of the probes") },
    help: `Examples:
  ./robustness-lab hostile                     all of them: half an hour
  ./robustness-lab hostile loop- zip-bomb      those whose ids begin so
  ./robustness-lab hostile --isolation node    by Node's permission model alone

With --isolation node each runs in a pid namespace made by bubblewrap, since
some kill every process that they can reach.

Exit codes: 0 all held; 1 some did not; 2 bad usage.`,
    stopping: "stopping ...",
    run: async (ids, options, { signal }) => (await import("./hostile.ts")).hostile(ids, options, signal),
  }),
  command({
    name: "mutation",
    group: "maintainers",
    summary: "Mutate the reference; list the mutants that suites miss",
    args: { "[prefixes...]": "of functions, or of files under solution/src" },
    options: {
      seed: option.seed("seed of the probes"),
      operator: option.optional("--operator <name>", "only the mutants of one operator"),
      list: option.flag("--list", "print the mutants without judging them"),
      jobs: option.jobsPerCore("threads"),
      stability: option.optional(
        "--stability <n>",
        "instead, judge n random mutants with several seeds",
        option.integer(1, 100_000),
      ),
      seeds: option.count("--seeds <n>", "with --stability: seeds for each mutant", 20, 2),
      explain: option.optional(
        "--explain <n>",
        "instead, print what students read about n random mutants",
        option.integer(1, 100_000),
      ),
    },
    help: `Examples:
  ./robustness-lab mutation                   seven minutes on two cores
  ./robustness-lab mutation mnist/pgd projectL2
  ./robustness-lab mutation --operator "falsy default" --seed 7
  ./robustness-lab mutation --stability 200 --seeds 20
  ./robustness-lab mutation --explain 100

Exit codes: 0 all mutants are caught, except those listed as equivalent, and
that list is right; 1 not so; 2 bad usage.`,
    stopping: "stopping ...",
    run: async (prefixes, options, { signal }) => (await import("./mutation.ts")).mutation(prefixes, options, signal),
  }),
  command({
    name: "reproduce",
    group: "maintainers",
    summary: "Train the three published models and compare the results",
    options: {
      engine: option.TRAINING_ENGINE,
      seed: option.seed("seed of the training"),
      threads: option.THREADS,
      quick: option.flag("--quick", "a tenth of the data; the stored weights stay as they are"),
      fresh: option.flag("--fresh", "start over instead of resuming"),
      out: option.out("folder of the results", "out/reproduce"),
      weights: option.defaulted("--weights <dir>", "folder of the weights of a full run", {
        value: `${ROOT}fixtures/src/weights`,
        shown: "fixtures/src/weights",
      }),
    },
    help: `Examples:
  ./robustness-lab reproduce               resumes after an interruption
  ./robustness-lab reproduce --quick       a tenth of the data, to try it out
  ./robustness-lab reproduce --fresh       from the beginning
  ./robustness-lab reproduce --seed 7 --weights out/7/weights

Runs the students' "npm run train" on the solution.
A full run takes about six minutes on two cores without a GPU.
Exit codes: 0 reproduced; 1 not reproduced, stopped, or a fault; 2 bad usage.`,
    stopping: "",
    run: async (_args, options, { signal }) => (await import("./reproduce.ts")).reproduce(options, signal),
  }),
  command({
    name: "bench engines",
    group: "maintainers",
    summary: "Time LeNet on every engine and on PyTorch",
    options: {
      only: option.severalOf("--only <names...>", "contenders", [
        "wasm",
        "composed",
        "node",
        "node-gpu",
        "webgpu",
        "torch",
      ]),
      rounds: option.count("--rounds <n>", "rounds", 7),
      batch: option.count("--batch <n>", "images per batch", 1000),
      threads: option.THREADS,
      python: option.defaulted("--python <command>", "Python with PyTorch", { value: "python3" }),
      epoch: option.flag("--epoch", "time an epoch of each training too, in every round"),
      out: option.out("folder of bench.json and bench.svg", "out/bench"),
    },
    help: `"composed" is the embedded engine with kernels composed of stock ones.

Examples:
  ./robustness-lab bench engines           every engine found: three minutes
  ./robustness-lab bench engines --python .venv/bin/python
  ./robustness-lab bench engines --only wasm torch --rounds 20
  ./robustness-lab bench engines --epoch   whole epochs of 60 000 images too

${DONE}`,
    stopping: NOTHING_WRITTEN,
    run: async (_args, options, { signal }) => (await import("./bench.ts")).engines(options, signal),
  }),
  command({
    name: "bench isolation",
    group: "maintainers",
    summary: "Measure the cost of isolation and of a diagnosis",
    options: { rounds: option.count("--rounds <n>", "rounds; ten take about three minutes", 10) },
    help: `Examples:
  ./robustness-lab bench isolation --rounds 5

${DONE}`,
    run: async (_args, { rounds }) => (await import("./bench.ts")).isolation(rounds),
  }),
  command({
    name: "bench class",
    group: "maintainers",
    summary: "Time grading a class: cached, sharded, at twice the size",
    options: {
      count: option.count("--count <n>", "submissions of the smaller class", 30),
      seed: option.seed("seed of the class"),
      jobs: option.jobsPerCore("submissions graded at a time"),
    },
    help: `Examples:
  ./robustness-lab bench class --count 30 --seed 1

${DONE}`,
    run: async (_args, options) => (await import("./bench.ts")).classSpeed(options),
  }),
  command({
    name: "bench kills",
    group: "maintainers",
    summary: "Kill grade-class at random, resume and compare the results",
    options: {
      count: option.count("--count <n>", "kills", 100),
      seed: option.seed("seed of the kill times"),
    },
    help: `Examples:
  ./robustness-lab bench kills --count 100 --seed 1

${DONE}`,
    run: async (_args, options) => (await import("./bench.ts")).classKills(options),
  }),
  command({
    name: "bench make-class",
    group: "maintainers",
    summary: "Write a class made from the corpus",
    args: { "<folder>": "a new folder" },
    options: {
      count: option.count("--count <n>", "submissions", 60),
      seed: option.seed("seed of the class"),
    },
    help: `Examples:
  ./robustness-lab bench make-class out/class-of-60 --count 60

${DONE}`,
    run: async ([folder = ""], options) => (await import("./bench.ts")).makeClassFolder(folder, options),
  }),
  command({
    name: "native",
    group: "maintainers",
    summary: "Install and test TensorFlow's engine, or WebGPU",
    options: {
      package: option.oneOf("--package <name>", "npm package", ["tfjs-node", "tfjs-node-gpu", "webgpu"]),
      mirror: option.optional("--mirror <url>", "folder with TensorFlow's C library", option.parseUrl),
      fromWheel: option.flag("--from-wheel", "take the library from TensorFlow's wheel for Python", ["mirror"]),
    },
    help: `Without --mirror and --from-wheel the library comes from the vendor, or from
the wheel if the vendor is out of reach.

Examples:
  ./robustness-lab native                           TensorFlow on the CPU
  ./robustness-lab native --mirror https://mirror.example.org/tf
                            with libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz
  ./robustness-lab native --from-wheel
                            needs python3 with pip, make and g++; Linux on x64
  ./robustness-lab native --package tfjs-node-gpu   see docs/deploy/gpu.md
  ./robustness-lab native --package webgpu          WebGPU on a graphics card

tfjs-node's own variables TFJS_NODE_BASE_URI and TFJS_NODE_CDN_STORAGE name a
mirror too. The engine is installed in .cache/native, which npm ci leaves
alone; remove that folder to uninstall it.
Exit codes: 0 installed and it computes; 1 a step failed, and nothing is
changed; 2 bad usage, or a tool is missing.`,
    stopping: "stopping: cleaning up, nothing is changed ...",
    run: async (_args, options, { signal }) => (await import("./native.ts")).native(options, signal),
  }),
  command({
    name: "install",
    group: "maintainers",
    summary: "Install missing npm packages, as every command does first",
    options: {},
    help: `Examples:
  ./robustness-lab install

${DONE}`,
    // The launcher has installed everything by now.
    run: () => Promise.resolve(0),
  }),
];

/** Every command. */
export const COMMANDS: readonly Command[] = [...COURSE, ...MAINTAINERS];
