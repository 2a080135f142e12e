import { execFile } from "node:child_process";
import { HOSTILE, MALFORMED, type SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { gradeSubmission, type GradeOptions } from "../../pipeline/grade/grade-submission.ts";
import { chooseIsolation, type IsolationChoice } from "../../pipeline/run/isolation/index.ts";
import { UsageError } from "../../shared/errors.ts";
import { HAND_IN_LIMITS, tryHandIn } from "./try-hand-in.ts";

/** Set inside the pid namespace that `contained` makes: the id of the one submission to try in it. */
const CONTAINED = "ROBUSTNESS_LAB_CONTAINED";
const ALL: readonly SampleSubmission[] = [...HOSTILE, ...MALFORMED];

/** How to grade, and until when. */
export interface HostileRun {
  readonly isolation: IsolationChoice;
  readonly seed: number;
  readonly setUp: () => Promise<Pick<GradeOptions, "engine" | "isolation" | "graderVersion">>;
  readonly signal: AbortSignal;
}

type Try = (handIn: SampleSubmission) => Promise<readonly string[]>;

/** Grades hostile and malformed submissions one after the other and prints a line for each. @returns whether all held */
export async function tryHostile(prefixes: readonly string[], run: HostileRun): Promise<boolean> {
  const chosen = ALL.filter(({ id }) => prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix)));
  if (chosen.length === 0) throw new UsageError(`no submission's id begins with ${prefixes.join(" or ")}`);
  const { name } = await chooseIsolation(run.isolation);
  const alone = process.env[CONTAINED];
  if (alone !== undefined) return tryAlone(alone, await grading(run));
  // Some kill every process that they can reach: without a sandbox, all of this user's.
  const attempt: Try = name === "node" ? contained : await grading(run);
  let held = 0;
  for (const [index, handIn] of chosen.entries()) {
    run.signal.throwIfAborted();
    const problems = await attempt(handIn);
    if (problems.length === 0) held += 1;
    const verdict = problems.length === 0 ? "held    " : "NOT HELD";
    console.log(`${String(index + 1).padStart(4)}/${chosen.length} ${verdict} ${handIn.id}`);
    for (const problem of problems) console.log(`       ${problem}`);
    const { escapesNode } = handIn.expected;
    if (name === "node" && escapesNode !== undefined) console.log(`       known: ${escapesNode}`);
  }
  console.log(`${held} of ${chosen.length} held under ${name}`);
  return held === chosen.length;
}

async function grading({ seed, setUp, signal }: HostileRun): Promise<Try> {
  const prepared = await setUp();
  return async (handIn) => {
    try {
      const options = { ...prepared, seed, limits: HAND_IN_LIMITS, signal };
      return await tryHandIn(handIn, (source) => gradeSubmission({ ...options, source }));
    } catch (error) {
      return [`grader fault: ${String(error)}`];
    }
  };
}

/** Inside the namespace: tries one submission and prints its problems. */
async function tryAlone(id: string, attempt: Try): Promise<boolean> {
  const handIn = ALL.find((each) => each.id === id);
  if (handIn === undefined) throw new UsageError(`${CONTAINED} names ${id}, which is not a sample submission`);
  const problems = await attempt(handIn);
  for (const problem of problems) console.log(problem.replaceAll("\n", " "));
  return problems.length === 0;
}

/** Outside: tries one submission in a pid namespace, where there is nothing else to kill. */
async function contained({ id }: SampleSubmission): Promise<readonly string[]> {
  const own = ["--unshare-pid", "--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc"];
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { code, printed } = await ended("bwrap", [...own, "--setenv", CONTAINED, id, ...again]);
  if (typeof code === "string") {
    throw new UsageError(
      "some of these submissions kill all processes of this user: install the package bubblewrap, " +
        `or run each in a container, with ${CONTAINED} set to its id`,
    );
  }
  if (code === 0) return [];
  const lines = printed.trim();
  return lines === "" ? [`it ended the grader too (${code ?? "no"} exit code)`] : lines.split("\n");
}

interface Ended {
  /** Null after a signal, a word if the command did not start. */
  readonly code: string | number | null | undefined;
  readonly printed: string;
}

function ended(file: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, (error, printed) => resolve({ code: error === null ? 0 : error.code, printed }));
  });
}
