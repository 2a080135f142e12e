import { HOSTILE, MALFORMED, type SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { execa } from "execa";
import { gradeSubmission, type GradeOptions } from "../../pipeline/grade/grade-submission.ts";
import { setUpIsolation, type IsolationName } from "../../pipeline/run/isolation/index.ts";
import { UsageError } from "../../shared/errors.ts";
import { SAMPLE_LIMITS, trySample } from "./try-sample.ts";

/** Set inside the pid namespace that `tryContained` makes: the id of the one submission to try. */
const CONTAINED = "ROBUSTNESS_LAB_CONTAINED";
const ALL: readonly SampleSubmission[] = [...HOSTILE, ...MALFORMED];

export interface HostileRun {
  readonly isolation: IsolationName;
  readonly seed: number;
  readonly setUp: () => Promise<Pick<GradeOptions, "engine" | "isolation" | "graderVersion">>;
  readonly signal: AbortSignal;
}

type Try = (sample: SampleSubmission) => Promise<readonly string[]>;

/** Grades hostile and malformed submissions one after the other and prints a line for each. @returns whether all held */
export async function tryHostile(prefixes: readonly string[], run: HostileRun): Promise<boolean> {
  const chosen = ALL.filter(({ id }) => prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix)));
  if (chosen.length === 0) throw new UsageError(`no submission's id begins with ${prefixes.join(" or ")}`);
  const { name } = await setUpIsolation(run.isolation);
  const contained = process.env[CONTAINED];
  if (contained !== undefined) return tryInside(contained, await tryBy(run));
  // Some kill every process they can reach: without a sandbox, all processes of this user.
  const attempt: Try = name === "node" ? tryContained : await tryBy(run);
  let held = 0;
  for (const [index, sample] of chosen.entries()) {
    run.signal.throwIfAborted();
    const problems = await attempt(sample);
    if (problems.length === 0) held += 1;
    const verdict = problems.length === 0 ? "held    " : "NOT HELD";
    console.log(`${String(index + 1).padStart(4)}/${chosen.length} ${verdict} ${sample.id}`);
    for (const problem of problems) console.log(`       ${problem}`);
    const { escapesNode } = sample.expected;
    if (name === "node" && escapesNode !== undefined) console.log(`       known: ${escapesNode}`);
  }
  console.log(`${held} of ${chosen.length} held under ${name}`);
  return held === chosen.length;
}

async function tryBy({ seed, setUp, signal }: HostileRun): Promise<Try> {
  const options = { ...(await setUp()), seed, limits: SAMPLE_LIMITS, signal };
  return async (sample) => {
    try {
      return await trySample(sample, (source) => gradeSubmission({ ...options, source }));
    } catch (error) {
      return [`grader fault: ${String(error)}`];
    }
  };
}

/** Inside the namespace: tries one submission and prints its problems, a line each. */
async function tryInside(id: string, attempt: Try): Promise<boolean> {
  const sample = ALL.find((each) => each.id === id);
  if (sample === undefined) throw new UsageError(`${CONTAINED} names ${id}, which is not a sample submission`);
  const problems = await attempt(sample);
  for (const problem of problems) console.log(problem.replaceAll("\n", " "));
  return problems.length === 0;
}

/** Outside: runs this command again for one submission, in a pid namespace with nothing else to kill. */
async function tryContained({ id }: SampleSubmission): Promise<readonly string[]> {
  const namespace = ["--unshare-pid", "--die-with-parent", "--dev-bind", "/", "/", "--proc", "/proc"];
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const args = [...namespace, "--setenv", CONTAINED, id, ...again];
  const { code, exitCode, stdout } = await execa("bwrap", args, { reject: false });
  if (code !== undefined) {
    throw new UsageError(
      "some of these submissions kill all processes of this user: install the package bubblewrap, " +
        `or run each in a container, with ${CONTAINED} set to its id`,
    );
  }
  if (exitCode === 0) return [];
  return stdout === "" ? [`it killed the grader too (exit code ${exitCode ?? "none"})`] : stdout.split("\n");
}
