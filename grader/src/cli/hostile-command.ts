import { execFile } from "node:child_process";
import { HOSTILE, MALFORMED, type SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { HAND_IN_LIMITS, tryHandIn } from "../workshop/corpus/try-hand-in.ts";
import { UsageError } from "../shared/errors.ts";
import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import { chooseIsolation } from "../pipeline/run/isolation/index.ts";
import type { Result } from "../pipeline/score/result.ts";
import type { HostileCommand } from "./hostile-options.ts";
import { EXIT } from "./run-command.ts";
import { setUpGrading } from "./set-up-grading.ts";

/** Set inside of a pid namespace that this command makes: the id of the one submission that is tried in it. */
const CONTAINED = "ROBUSTNESS_LAB_CONTAINED";

type Try = (handIn: SampleSubmission) => Promise<readonly string[]>;

/** Grades hand-ins one after the other and prints a line for each. Gives the exit code. */
export async function hostileCommand(command: HostileCommand): Promise<number> {
  const chosen = [...HOSTILE, ...MALFORMED].filter((handIn) => isChosen(handIn, command.ids));
  if (chosen.length === 0) throw new UsageError(`no submission's id begins with ${command.ids.join(" or ")}`);
  const isolation = await chooseIsolation(command.isolation);
  const alone = process.env[CONTAINED];
  if (alone !== undefined) return tryAlone(alone, await trying(command));
  // Some of them kill whatever they may: without a sandbox that is all that this user runs.
  const attempt: Try = isolation.name === "node" ? contained : await trying(command);
  let held = 0;
  for (const [index, handIn] of chosen.entries()) {
    const problems = await attempt(handIn);
    if (problems.length === 0) held += 1;
    const verdict = problems.length === 0 ? "held    " : "NOT HELD";
    console.log(`${String(index + 1).padStart(4)}/${chosen.length} ${verdict} ${handIn.id}`);
    for (const problem of problems) console.log(`       ${problem}`);
    const { escapesNode } = handIn.expected;
    if (isolation.name === "node" && escapesNode !== undefined) console.log(`       known: ${escapesNode}`);
  }
  console.log(`${held} of ${chosen.length} held under ${isolation.name}`);
  return held === chosen.length ? EXIT.done : EXIT.fault;
}

function isChosen({ id }: SampleSubmission, ids: readonly string[]): boolean {
  return ids.length === 0 || ids.some((beginning) => id.startsWith(beginning));
}

async function trying({ seed, isolation }: HostileCommand): Promise<Try> {
  const grading = await setUpGrading({ isolation });
  const grade = (source: string): Promise<Result> =>
    gradeSubmission({ ...grading, source, seed, limits: HAND_IN_LIMITS });
  return async (handIn) => {
    try {
      return await tryHandIn(handIn, grade);
    } catch (error) {
      return [`grader fault: ${String(error)}`];
    }
  };
}

/** Inside: tries one, and prints what is not as it must be. */
async function tryAlone(id: string, attempt: Try): Promise<number> {
  const handIn = [...HOSTILE, ...MALFORMED].find((each) => each.id === id);
  if (handIn === undefined) throw new UsageError(`${CONTAINED} names ${id}, which is no submission`);
  const problems = await attempt(handIn);
  for (const problem of problems) console.log(problem.replaceAll("\n", " "));
  return problems.length === 0 ? EXIT.done : EXIT.fault;
}

/** Outside: tries one where there is nobody else to be killed. */
async function contained({ id }: SampleSubmission): Promise<readonly string[]> {
  const own = ["--unshare-pid", "--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc"];
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { code, printed } = await ended("bwrap", [...own, "--setenv", CONTAINED, id, ...again]);
  if (typeof code === "string") {
    throw new UsageError(
      `some of these submissions kill every process of yours: run each in a container, with ${CONTAINED} set to its id, ` +
        "or install the package bubblewrap",
    );
  }
  if (code === EXIT.done) return [];
  const told = printed.trim();
  return told === "" ? [`it took the grader with it (${code ?? "no"} exit code)`] : told.split("\n");
}

interface Ended {
  /** None after a signal, a word where the command did not start. */
  readonly code: string | number | null | undefined;
  readonly printed: string;
}

function ended(file: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, (error, printed) => resolve({ code: error === null ? EXIT.done : error.code, printed }));
  });
}
