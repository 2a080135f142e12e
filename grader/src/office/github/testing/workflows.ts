import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { paste } from "../../../shared/testing/shell.ts";
import { ROOT } from "../../../shared/paths.ts";

/* Our workflows, and how a runner runs their steps. */

const WORKFLOWS = join(ROOT, ".github/workflows");
/** What students get. */
export const STUDENT_WORKFLOW = "../../template/.github/workflows/test.yml";

/** A step. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** A job. */
export interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

/** A workflow, as far as we look at it. */
export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** All of them, relative to the folder of ours. */
export const WORKFLOW_FILES = [...(await readdir(WORKFLOWS)), STUDENT_WORKFLOW];
/** The text of a workflow. */
export const textOf = (file: string): Promise<string> => readFile(join(WORKFLOWS, file), "utf8");
/** A workflow, parsed. */
export const workflowOf = async (file: string): Promise<Workflow> => parse(await textOf(file)) as Workflow;
/** The steps of all jobs. */
export const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps }) => steps);

/** Runs the commands of a step as a runner does. `values` are those of expressions, such as "inputs.seed". */
export async function runStep(
  folder: string,
  { file, job, name, values }: Readonly<Record<"file" | "job" | "name", string>> & { values: Record<string, string> },
) {
  const found = (await workflowOf(file)).jobs[job]?.steps.find((each) => each.name === name);
  const given = Object.entries(found?.env ?? {}).map(([key, value]) => [
    key,
    value.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, expression: string) => values[expression] ?? ""),
  ]);
  // As a step without a shell of its own is run; a runner reads both streams as one.
  return paste(found?.run ?? "exit 99", folder, {
    GITHUB_ACTIONS: "true",
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    // Nobody listens there.
    GITHUB_API_URL: "http://127.0.0.1:9",
    ...(Object.fromEntries(given) as Record<string, string>),
  });
}
