import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { paste } from "../../../shared/testing/shell.ts";
import { ROOT } from "../../../shared/paths.ts";

/* Reads our workflows and runs their steps like GitHub's runner. */

const WORKFLOWS = join(ROOT, ".github/workflows");
/** The workflow in the students' template. */
export const STUDENT_WORKFLOW = "../../template/.github/workflows/test.yml";

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

/** The parts of a workflow that the tests use. */
export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** All workflows, relative to our folder of workflows. */
export const WORKFLOW_FILES = [...(await readdir(WORKFLOWS)), STUDENT_WORKFLOW];
export const textOf = (file: string): Promise<string> => readFile(join(WORKFLOWS, file), "utf8");
export const workflowOf = async (file: string): Promise<Workflow> => parse(await textOf(file)) as Workflow;
export const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps }) => steps);

/** Runs the commands of a step. `values` are the values of expressions, such as "inputs.seed". */
export async function runStep(
  folder: string,
  { file, job, name, values }: Readonly<Record<"file" | "job" | "name", string>> & { values: Record<string, string> },
) {
  const found = (await workflowOf(file)).jobs[job]?.steps.find((each) => each.name === name);
  const given = Object.entries(found?.env ?? {}).map(([key, value]) => [
    key,
    value.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, expression: string) => values[expression] ?? ""),
  ]);
  // Like a step without `shell`; a runner merges both streams.
  return paste(found?.run ?? "exit 99", folder, {
    GITHUB_ACTIONS: "true",
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    // Repositories are folders here.
    GITHUB_SERVER_URL: pathToFileURL(folder).href,
    // A port on which nothing listens.
    GITHUB_API_URL: "http://127.0.0.1:9",
    ...(Object.fromEntries(given) as Record<string, string>),
  });
}
