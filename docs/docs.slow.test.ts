import { spawnSync } from "node:child_process";
import {
  access,
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copySolution } from "../grader/src/pipeline/diagnose/variants/patch.ts";
import { exists } from "../grader/src/shared/exists.ts";
import { ROOT } from "../grader/src/shared/paths.ts";
import { linkClone, paste, type ShellEnd } from "../grader/src/shared/testing/shell.ts";
import { zipOf } from "../grader/src/shared/testing/small-class.ts";
import { blocksIn, withoutComment } from "./commands-in.ts";

/*
 * Runs every sh block of the pages in a shell, in a folder that looks like a clone with a class's submissions. NOT_RUN lists
 * the only exceptions.
 */

const RELEASE_TEST = "grader/src/cli/release.slow.test.ts";
const WEBGPU_TEST = "grader/src/workshop/native/webgpu.slow.test.ts";
const HOSTILE_TEST = "grader/src/workshop/corpus/hostile/resources.hostile.test.ts";
const LAB_TEST = "template/lab/testing/server.test.ts";
const TRAIN_TEST = "template/experiments/train.slow.test.ts";
const HAND_IN_TEST = "template/handin/hand-in.slow.test.ts";
const MARK_TEST = "grader/src/cli/mark.test.ts";
const TEXTS_TEST = "grader/src/workshop/release/translated.test.ts";
const ADAPTED = "grader/src/workshop/template grader/src/pipeline/score grader/src/office/course";
const SITE_TEST = "grader/src/workshop/site/testing/foundation.browser.test.ts";
const GITHUB_TEST = "grader/src/office/github/walk.slow.test.ts";
const MAKE = "./robustness-lab repositories class.csv --org cs433 --template cs433/lab-template";
const IMAGE = "--file docs/deploy/Containerfile --tag registry.example.org/robustness-lab-grader:0.1.0";

const NOT_RUN: readonly (readonly [command: string, reason: string, ranBy?: string])[] = [
  ["npm start", "grades three submissions", RELEASE_TEST],
  ["npm run check", "runs all unit tests", ".ci/run"],
  ["npm run lab", "serves until Ctrl-C", LAB_TEST],
  ["npm run lab -- solution --port 8080", "serves until Ctrl-C", LAB_TEST],
  ["./robustness-lab mark out/class", "serves until Ctrl-C", MARK_TEST],
  ['./robustness-lab mark out/class --marker "Ada L." --share 1/2', "serves until Ctrl-C", MARK_TEST],
  ["$EDITOR course.yaml", "opens an editor"],
  ["./robustness-lab template", "writes into the clone", "grader/src/workshop/template/generate.test.ts"],
  ["./robustness-lab release --texts texts/de --in-step", "needs a translation", TEXTS_TEST],
  ["./robustness-lab release ../uebung --texts texts/de", "needs a translation", TEXTS_TEST],
  [`npx vitest run ${ADAPTED}`, "CI runs all tests", ".ci/run"],
  ["npm install", "is for the students' repository", RELEASE_TEST],
  ["npm test", "is for the students' repository", RELEASE_TEST],
  ['npm test -- -t "1.1 "', "is for the students' repository", RELEASE_TEST],
  ["npm run train -- --quick", "is for the students' repository", TRAIN_TEST],
  ["npm run handin", "is for the students' repository", HAND_IN_TEST],
  ["./robustness-lab site out/site", "the browser tests build it", SITE_TEST],
  ["./robustness-lab site out/site --hand-in-link https://lms.example.org/42", "the browser tests build it", SITE_TEST],
  [`${MAKE} --dry-run`, "needs GitHub", GITHUB_TEST],
  [`${MAKE} --protect`, "needs GitHub", GITHUB_TEST],
  ["./robustness-lab roster class.csv --org cs433", "needs GitHub", GITHUB_TEST],
  ["./robustness-lab roster class.csv --org cs433 --prefix cs433-robustness", "needs GitHub", GITHUB_TEST],
  ["./robustness-lab release --gradescope autograder.zip", "needs a git repository", RELEASE_TEST],
  ["./robustness-lab corpus --exercise 1.1", "CI judges all exercises", ".ci/run"],
  ["./robustness-lab grade solution", "npm start grades it", RELEASE_TEST],
  ["./robustness-lab hostile loop- zip-bomb", "takes a minute", HOSTILE_TEST],
  ["./robustness-lab release ../exercise", "takes a minute, and npm's registry", RELEASE_TEST],
  ["./robustness-lab reproduce", "takes six minutes", "grader/src/cli/reproduce.test.ts"],
  ["./robustness-lab native", "downloads 200 MB", "grader/src/workshop/native/install.slow.test.ts"],
  ["./robustness-lab native --package tfjs-node-gpu", "downloads 500 MB"],
  ["./robustness-lab native --package webgpu", "downloads 130 MB", WEBGPU_TEST],
  [`npm test -- --project slow ${WEBGPU_TEST}`, "CI runs the slow tests", ".ci/run"],
  [
    "node --import tsx grader/src/workshop/bench/testing/check-gpu.ts --python .venv/bin/python",
    "needs a graphics card",
  ],
  [`podman build --build-arg GPU=1 ${IMAGE}-gpu .`, "needs a registry of images"],
  [`podman build ${IMAGE} .`, "needs a registry of images"],
  ["podman push registry.example.org/robustness-lab-grader:0.1.0", "needs a registry of images"],
  ["kubectl apply --filename docs/deploy/kubernetes.yaml", "needs a cluster", "docs/deploy/deploy.slow.test.ts"],
  ["kubectl wait --for=condition=Complete --timeout=2h job/grade-class", "needs a cluster"],
];

/** Exit codes besides 0: most machines have no GPU, which is bad usage. */
const CODES: Readonly<Record<string, readonly number[]>> = {
  "./robustness-lab grade handed-in/ada.zip --engine node-gpu": [0, 2],
};

/** Results that a page's commands expect. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  "docs/exports.md": ["out/class", "out/ada", "out/submission"],
  "docs/marking.md": ["out/class"],
  "docs/reports.md": ["out/class"],
  "docs/deploy/kubernetes.md": ["class/parts"],
};

/** Moodle's grading worksheet for an assignment with this maximum grade. */
const worksheet = (maximum: number): string =>
  "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (submission),Last modified (grade),Feedback comments\r\n" +
  `Participant 1,ada,ada@example.org,,${maximum},-,-,\r\nParticipant 2,bob,bob@example.org,,${maximum},-,-,\r\n`;

const INPUTS: Readonly<Record<string, string>> = {
  "Grades.csv": worksheet(120),
  "Grades-CS433.csv": worksheet(100),
  "2026-10-01_Grades-CS433.csv":
    "Student,ID,SIS User ID,SIS Login ID,Section,Robustness lab (77)\n" +
    "    Points Possible,,,,,100\nada,1,,ada,A,\nbob,2,,bob,A,\n",
  "course.yaml": "deadline: 2036-10-01 23:59\ntimezone: Europe/Zurich\n",
  "w1-w2.yaml": "submissions: {ada: {W1: full, W2: full}}\n",
  "w3-w5.yaml": "submissions: {ada: {W3: none}}\n",
};

/** out/class/marks.yaml as a marker fills it in. */
const MARKS = "submissions: {ada: {W1: full, W2: full, W3: full, W4: none, W5: full}}\n";

/** The environment of Classroom 50's runner. */
const CLASSROOM_50 = {
  CLASSROOM: "cs433",
  ASSIGNMENT: "robustness",
  USERNAME: "ada",
  SUBMISSION_TAG: "submit/1",
  COMMIT_URL: "https://git.example.org/cs433/ada/commit/0123456789abcdef0123456789abcdef01234567",
  RELEASE_URL: "https://git.example.org/cs433/ada/releases/1",
};

/** A class without a seed draws one; a fixed one lets all pages share the cached grades. */
const WRAPPER = `#!/usr/bin/env bash
if [[ "$1" == grade-class && "$*" != *--seed* ]]; then set -- "$@" --seed 7; fi
exec node "${ROOT}robustness-lab" "$@"
`;

/** A stand-in for sbatch: runs the tasks of an array one after the other, or a wrapped command, immediately. */
const SBATCH = `#!/usr/bin/env bash
set -euo pipefail
while [[ "$1" == --* ]]; do
  case "$1" in
    --array=*) tasks=\${1#--array=} ;;
    --wrap) bash -c "$2"; exit ;;
  esac
  shift
done
for id in $(seq "\${tasks%-*}" "\${tasks#*-}"); do
  SLURM_ARRAY_TASK_ID=$id SLURM_ARRAY_TASK_MIN=\${tasks%-*} SLURM_ARRAY_TASK_COUNT=\${tasks#*-} \\
    bash "$@" >> slurm.out 2>&1 || [[ "$*" == *node-gpu* ]]
done
echo 1
`;

const TIMEOUT_MS = 600_000;
const RECURSIVE = { recursive: true };

const inDocs = await readdir(join(ROOT, "docs"), RECURSIVE);
const pages = ["README.md", "CONTRIBUTING.md", ...inDocs.filter(isPage).map((path) => `docs/${path}`)];
const blocks = (await Promise.all(pages.map(shellBlocksOf))).flat();
const listed = new Set(NOT_RUN.map(([command]) => command));
const toRun = blocks.flatMap(({ lines, ...place }) => {
  const commands = lines.filter((line) => !listed.has(withoutComment(line)));
  return commands.length === 0 ? [] : [{ ...place, commands }];
});

let scratch: string;
let base: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(await realpath(tmpdir()), "docs-"));
  base = join(scratch, "base");
  await makeWorld(base);
  const { code, printed } = await pasteIn(base, "./robustness-lab grade-class handed-in --out out/class");
  expect(code, printed).toBe(0);
  for (const copy of ["out/ada", "out/submission"]) await cp(join(base, "out/class/ada"), join(base, copy), RECURSIVE);
  await cp(join(base, "out/class"), join(base, "class/parts/1"), RECURSIVE);
}, TIMEOUT_MS);
afterAll(() => rm(scratch, RECURSIVE));

test.each([...new Set(toRun.map(({ page }) => page))])(
  "every command of %s runs",
  { timeout: TIMEOUT_MS },
  async (page) => {
    const world = join(scratch, page.replaceAll("/", "-"));
    await makeWorld(world);
    for (const path of GIVEN[page] ?? []) await cp(join(base, path), join(world, path), RECURSIVE);
    for (const { line, commands } of toRun.filter((block) => block.page === page)) {
      const [isNew, isMarked] = ["new", "merge"].map((what) =>
        commands.some((line) => line.includes(` marks ${what} `)),
      );
      const marks = join(world, "out/class/marks.yaml");
      if (isMarked === true && isNew !== true && !(await exists(marks)))
        await writeFile(marks, MARKS).catch(() => undefined);
      const { code, printed } = await pasteIn(world, commands.join("\n"));
      const expected = CODES[withoutComment(commands[0] ?? "")] ?? [0];
      expect(expected, `${page}:${line}\n${commands.join("\n")}\n${printed}`).toContain(code);
      if (printed.includes("marks.yaml: ")) await writeFile(marks, MARKS);
    }
  },
);

test("NOT_RUN lists only commands of the pages, and test files that exist", async () => {
  const named = blocks.flatMap(({ lines }) => lines.map(withoutComment));
  expect([...listed].filter((command) => !named.includes(command))).toEqual([]);
  for (const [, , ranBy] of NOT_RUN) if (ranBy !== undefined) await access(join(ROOT, ranBy));
});

function isPage(path: string): boolean {
  return path.endsWith(".md");
}

async function shellBlocksOf(page: string) {
  const all = blocksIn(await readFile(join(ROOT, page), "utf8"));
  return all.filter(({ language }) => language === "sh").map(({ line, lines }) => ({ page, line, lines }));
}

/** Makes a clone of symbolic links, with a course's files beside it. */
async function makeWorld(folder: string): Promise<void> {
  await mkdir(folder);
  await linkClone(folder);
  await symlink(join(ROOT, "docs"), join(folder, "docs"));
  await rm(join(folder, "robustness-lab"));
  await writeExecutable(join(folder, "robustness-lab"), WRAPPER);
  await writeExecutable(join(folder, "bin/sbatch"), SBATCH);
  for (const [name, text] of Object.entries(INPUTS)) await writeFile(join(folder, name), text);
  await copySolution(join(folder, "handed-in/bob"));
  await writeFile(join(folder, "handed-in/bob/src/linear/losses.ts"), "export const hingeLoss = (z) => z;\n");
  await cp(join(folder, "handed-in/bob"), join(folder, "late/eve"), RECURSIVE);
  const ada = join(folder, "ada");
  await copySolution(ada);
  await writeFile(join(folder, "handed-in/ada.zip"), await zipOf(ada));
  await writeFile(join(folder, "roster.csv"), `id,name,git,commit\n1,ada,file://${ada},${commitAll(ada)}\n`);
  await mkdir(join(folder, "autograder/results"), RECURSIVE);
}

async function writeExecutable(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), RECURSIVE);
  await writeFile(file, text);
  await chmod(file, 0o755);
}

/** Commits everything in a folder. @returns the commit */
function commitAll(folder: string): string {
  const git = (...args: readonly string[]): string => {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
    return spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" }).stdout.trim();
  };
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "solved");
  return git("rev-parse", "HEAD");
}

function pasteIn(world: string, commands: string): Promise<ShellEnd> {
  // Absolute paths on other machines: Gradescope's and a pod's.
  const here = commands.replaceAll(/ \/(autograder|class)\//g, ` ${world}/$1/`);
  return paste(here, world, { ...CLASSROOM_50, PATH: `${world}/bin:${process.env["PATH"] ?? ""}` });
}
