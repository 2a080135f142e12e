import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { linkClone, paste, type ShellEnd } from "../grader/src/shared/testing/shell.ts";
import { zipOf } from "../grader/src/shared/testing/small-class.ts";
import { copySolution } from "../grader/src/pipeline/diagnose/variants/patch.ts";
import { commandsIn } from "./commands-in.ts";
import { ROOT } from "../grader/src/shared/paths.ts";

/*
 * Every command of the pages, pasted into a shell: block by block, page by page, in a folder that looks like a clone with a
 * class handed in. What cannot be run here is named below, with what runs it instead.
 */

const TIMEOUT_MS = 600_000;

/** Which file runs a command that is too large for here, or not for here; the file has to have the words. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  "npm start": ["grader/src/cli/release.slow.test.ts", `npm(ROOT, "start")`],
  "npm test": [".ci/run", "npm test"],
  "npm run test:nodes": [".github/workflows/ci.yml", `node: ["20", "22", "24"]`],
  "npm run check": [".ci/run", "npm run --silent lint"],
  "./robustness-lab hostile": [".ci/run", "npm test -- --project hostile"],
  "./robustness-lab hostile loop- zip-bomb": [".ci/run", "npm test -- --project hostile"],
  "./robustness-lab release ../exercise": ["grader/src/cli/release.slow.test.ts", `"run", "release"`],
  "./robustness-lab reproduce": ["grader/src/cli/reproduce.test.ts", "reproduce"],
  "./robustness-lab native": ["grader/src/workshop/native/install.slow.test.ts", "installNative"],
  "./robustness-lab native --package tfjs-node-gpu": ["docs/gpu.md", "is then refused because TensorFlow"],
  "npm run lab": ["template/lab/testing/lab-server.ts", "lab/server/main.ts"],
  "npm run lab -- solution": ["template/lab/testing/server.test.ts", `join(ROOT, "solution")`],
  "npm run lab -- solution --port 8080": ["template/lab/testing/server.test.ts", `join(ROOT, "solution")`],
  // Of the students' repository.
  "npm install": ["grader/src/cli/release.slow.test.ts", `npm(student, "install")`],
  "git clone <your repository> robustness-lab && cd robustness-lab": ["docs/release.md", "./robustness-lab release"],
  'npm test -- -t "1.1 "': ["grader/src/cli/release.slow.test.ts", `npm(student, "test")`],
};

/** What needs a registry of images or a cluster, and is not run anywhere. */
const NOWHERE = /^(podman|kubectl) /;
/** Not 0: no GPU answers on most machines, and that is bad usage. */
const CODES: Readonly<Record<string, readonly number[]>> = {
  "./robustness-lab grade handed-in/ada.zip --engine node-gpu": [0, 2],
};
/** What a page takes for granted. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  "docs/exports.md": ["out/class", "out/ada", "out/submission"],
  "docs/marking.md": ["out/class"],
  "docs/kubernetes.md": ["class/parts"],
  "docs/reports.md": ["out/class", "out/ada"],
};
/** Of a course that counts the written part, as the page for teaching assistants has it, or not. */
const WORKSHEET = (maximum: number): string =>
  "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade),Feedback comments\r\n" +
  `Participant 1,ada,ada@example.org,,${maximum},-,\r\nParticipant 2,bob,bob@example.org,,${maximum},-,\r\n`;
/** What a marker does after `marks -- new`. */
const FILLED_IN = "submissions: {ada: {W1: full, W2: full, W3: full, W4: none, W5: full}}\n";
const GRADEBOOK =
  "Student,ID,SIS User ID,SIS Login ID,Section,Robustness lab (77)\n" +
  "    Points Possible,,,,,100\nada,1,,ada,A,\nbob,2,,bob,A,\n";

/** What its runner sets. */
const CLASSROOM_50 = {
  CLASSROOM: "cs433",
  ASSIGNMENT: "robustness",
  USERNAME: "ada",
  SUBMISSION_TAG: "submit/1",
  COMMIT_URL: "https://git.example.org/cs433/ada/commit/0123456789abcdef0123456789abcdef01234567",
  RELEASE_URL: "https://git.example.org/cs433/ada/releases/1",
};

const pages = ["README.md", ...(await readdir(join(ROOT, "docs"))).filter(isPage).map((name) => `docs/${name}`)];
let base: string;
let world: string;

beforeAll(async () => {
  base = await mkdtemp(join(await realpath(tmpdir()), "docs-base-"));
  await makeWorld(base);
  // A class with a result for everybody, once; pages that take one for granted get copies.
  const { code, printed } = await pasteHere("./robustness-lab grade-class handed-in --out out/class --seed 7", base);
  expect(code, printed).toBe(0);
  for (const name of ["ada", "submission"]) await cp(join(base, "out/class/ada"), join(base, "out", name), RECURSIVE);
  await cp(join(base, "out/class"), join(base, "class/parts/1"), RECURSIVE);
}, TIMEOUT_MS);
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  world = await mkdtemp(join(await realpath(tmpdir()), "docs-"));
  await makeWorld(world);
});
afterEach(() => rm(world, { recursive: true, force: true }));

describe.each(pages)("%s", (page) => {
  test("does what it says", { timeout: TIMEOUT_MS }, async () => {
    if (page === "docs/teaching-assistants.md") await writeFile(join(world, "Grades.csv"), WORKSHEET(120));
    for (const path of GIVEN[page] ?? []) await cp(join(base, path), join(world, path), RECURSIVE);
    for (const { line, commands } of commandsIn(await readFile(join(ROOT, page), "utf8"))) {
      const pasted = commands.filter((command) => !isElsewhere(command) && !NOWHERE.test(command));
      if (pasted.length === 0) continue;
      const { code, printed } = await pasteHere(pasted.join("\n"), world);
      const expected = CODES[withoutRemark(pasted[0] ?? "")] ?? [0];
      expect(expected, `${page}:${line}\n${pasted.join("\n")}\n${printed}`).toContain(code);
      if (printed.includes("marks.yaml: ")) await writeFile(join(world, "out/class/marks.yaml"), FILLED_IN);
    }
  });
});

test("what is run elsewhere is run there", async () => {
  for (const [command, [file, words]] of Object.entries(ELSEWHERE)) {
    expect(await readFile(join(ROOT, file), "utf8"), command).toContain(words);
  }
});

const RECURSIVE = { recursive: true };

function isPage(name: string): boolean {
  return name.endsWith(".md");
}

function isElsewhere(command: string): boolean {
  return withoutRemark(command) in ELSEWHERE;
}

function withoutRemark(command: string): string {
  return command.replace(/\s+# .*$/, "").trim();
}

/** A clone by links, and what a course has beside it. */
async function makeWorld(folder: string): Promise<void> {
  await linkClone(folder);
  await copySolution(join(folder, "handed-in/bob"));
  await writeFile(join(folder, "handed-in/bob/src/linear/losses.ts"), "export const hingeLoss = (z) => z;\n");
  const ada = join(folder, "ada");
  await copySolution(ada);
  await writeFile(join(folder, "handed-in/ada.zip"), await zipOf(ada));
  await mkdir(join(folder, "autograder/results"), RECURSIVE);
  for (const name of ["Grades.csv", "Grades-CS433.csv"]) await writeFile(join(folder, name), WORKSHEET(100));
  await writeFile(join(folder, "2026-10-01_Grades-CS433.csv"), GRADEBOOK);
  await writeFile(join(folder, "w1-w2.yaml"), "submissions: {ada: {W1: full, W2: full}}\n");
  await writeFile(join(folder, "w3-w5.yaml"), "submissions: {ada: {W3: none}}\n");
  const commit = commitAll(ada);
  await writeFile(join(folder, "roster.csv"), `id,name,git,commit\n1,ada,file://${ada},${commit}\n`);
  await writeFile(join(folder, "sbatch"), SBATCH);
  await chmod(join(folder, "sbatch"), 0o755);
}

/** What sbatch does with our lines, on one machine and at once. */
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

function pasteHere(text: string, folder: string): Promise<ShellEnd> {
  // What stands at the root of a machine of its own there.
  const here = text.replaceAll(" /autograder/", ` ${folder}/autograder/`).replaceAll(" /class/", ` ${folder}/class/`);
  return paste(here, folder, { ...CLASSROOM_50, PATH: `${folder}:${process.env["PATH"] ?? ""}` });
}
