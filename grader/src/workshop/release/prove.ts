import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "../../pipeline/score/result.ts";
import { FaultError } from "../../shared/errors.ts";
import { runNpm } from "../../shared/run-command.ts";
import { makeScratch } from "../../shared/scratch.ts";
import type { Files } from "./contents.ts";
import { renderFindings, type Scanner } from "./scan.ts";
import type { SecretText } from "./secrets.ts";
import { tryScanner } from "./trial/try-scanner.ts";
import { findFormulas } from "./formulas/find-formulas.ts";
import { FORMULA_PLANTS, missedFormulas } from "./formulas/plants.ts";
import { readUntouchedTests } from "./untouched-tests.ts";
import { releasedFiles } from "./write-release.ts";

/** A written release, and the inputs of its proof. */
export interface Proof {
  readonly folder: string;
  readonly files: Files;
  readonly secrets: readonly SecretText[];
  readonly scan: Scanner;
  readonly grade: (folder: string) => Promise<Result>;
  readonly signal: AbortSignal;
}

/** A step of the proof. It returns a summary, or throws a FaultError. */
export interface Step {
  readonly name: string;
  readonly run: (proof: Proof) => Promise<string>;
}

const PLANTS = 50;
const TRIAL_SEED = 1;

/** The steps that a release must pass before it is published, the cheapest first. */
export const PROOF: readonly Step[] = [
  { name: "leak scan", run: scanRelease },
  { name: "trial of the leak scan", run: tryScan },
  { name: "formula scan", run: scanFormulas },
  { name: "npm install", run: install },
  { name: "npm run types", run: checkTypes },
  { name: "npm test", run: testStubs },
  { name: "grade", run: gradeStubs },
  { name: "tidy up", run: tidy },
];

function scanRelease({ files, scan }: Proof): Promise<string> {
  const findings = [...files].flatMap(([path, bytes]) => scan({ path, bytes }));
  if (findings.length > 0) throw new FaultError(`the release is leaking:\n${renderFindings(findings)}`);
  return Promise.resolve(`0 findings in ${files.size} files`);
}

/** A scan without findings proves something only if the scanner finds planted leaks. */
async function tryScan({ files, secrets, scan }: Proof): Promise<string> {
  const solution = secrets.filter(({ isSecret }) => isSecret !== undefined);
  const trial = await tryScanner({ scan, release: files, solution, plants: PLANTS, seed: TRIAL_SEED });
  const complaints = [...trial.missed.map((plant) => `not found: ${plant}`), ...trial.alarms];
  if (complaints.length > 0) throw new FaultError(["the leak scan is not reliable:", ...complaints].join("\n  "));
  return `${trial.planted} planted leaks: ${trial.planted} found; ${trial.honest} honest student edits: 0 false alarms`;
}

/** Scans for closed forms that students are to derive, and finds each of them planted in a random file. */
function scanFormulas({ files }: Proof): Promise<string> {
  const findings = [...files].flatMap(([path, bytes]) => findFormulas({ path, bytes }));
  if (findings.length > 0) throw new FaultError(`the release answers an exercise:\n${renderFindings(findings)}`);
  const missed = missedFormulas(files, TRIAL_SEED);
  if (missed.length > 0) throw new FaultError(["the formula scan is not reliable:", ...missed].join("\n  not found: "));
  return Promise.resolve(`0 findings; ${FORMULA_PLANTS.length} planted formulas: ${FORMULA_PLANTS.length} found`);
}

async function install({ folder, signal }: Proof): Promise<string> {
  await runNpm(["install"], { folder, signal, purpose: "install the release" });
  const { packages } = JSON.parse(await readFile(join(folder, "node_modules/.package-lock.json"), "utf8")) as {
    readonly packages: object;
  };
  return `${Object.keys(packages).length} packages`;
}

async function checkTypes({ folder, signal }: Proof): Promise<string> {
  await runNpm(["run", "types"], { folder, signal, purpose: "check the types of the release" });
  return "no errors";
}

async function testStubs({ folder, signal }: Proof): Promise<string> {
  const scratch = await makeScratch();
  try {
    const outputFile = join(scratch.folder, "tests.json");
    const args = ["test", "--", "--reporter=json", `--outputFile=${outputFile}`];
    await runNpm(args, { folder, signal, purpose: "run the public tests", mayFail: true });
    const failed = readUntouchedTests(JSON.parse(await readFile(outputFile, "utf8")));
    return `${failed} tests, and each fails with NotImplementedError`;
  } finally {
    await scratch.remove();
  }
}

async function gradeStubs({ folder, grade, signal }: Proof): Promise<string> {
  const result = await grade(folder);
  signal.throwIfAborted();
  if (result.status !== "graded") throw new FaultError(`the release cannot be graded: ${result.problem}`);
  if (result.score !== 0) throw new FaultError(`the untouched release scores ${result.score}/${result.maxScore}`);
  return `${result.score}/${result.maxScore}`;
}

/** Removes installed packages; all other files must be unchanged. */
async function tidy({ folder, files }: Proof): Promise<string> {
  await rm(join(folder, "node_modules"), { recursive: true, force: true });
  const now = await releasedFiles(folder);
  const changed = [...new Set([...now.keys(), ...files.keys()])].filter(
    (path) => !isSame(now.get(path), files.get(path)),
  );
  if (changed.length > 0) throw new FaultError(`using the release changes it: ${changed.join(", ")}`);
  return "node_modules removed, every file as it was written";
}

function isSame(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}
