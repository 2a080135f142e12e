import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { NODE_PERMISSION } from "../run/isolation/node-permission.ts";
import { DEFAULT_LIMITS } from "../run/run-limits.ts";
import { descendants, killTree, processTree } from "../../shared/process-tree.ts";
import { openSuites, runSuites } from "./run-suites.ts";
import type { SuiteRun } from "./suite-run.ts";

/* Real runs of the suites in testing/, most of which misbehave: only an explicit verdict counts. */

const RUN: SuiteRun = {
  seed: 1,
  engine: "wasm",
  isolation: NODE_PERMISSION,
  // Never called, so no process is started.
  view: { runtimeFolder: "/nonexistent", runtimeEntry: "child.mjs", submissionFolder: "/nonexistent", engine: "wasm" },
  modules: {},
  limits: DEFAULT_LIMITS,
  only: null,
};

const judge = (suite: string, run: Partial<SuiteRun> = {}) =>
  runSuites({ ...RUN, ...run }, {}, `../testing/${suite}.suite.ts`);

const processesOfSuites = () => descendants(process.pid, "verdicts.suite-");

test("passed and failed checks give verdicts, with the message of a failure", async () => {
  const judgement = await judge("verdicts");
  const verdicts = judgement.status === "judged" ? judgement.verdicts : [];
  expect(verdicts.map(({ id, verdict, message }) => ({ id, verdict, message }))).toEqual([
    { id: "hingeLoss.values", verdict: "passed", message: undefined },
    { id: "hingeLoss.far", verdict: "failed", message: "off by up to 3" },
  ]);
});

test("one process judges run after run, and none finds the verdicts of another", async () => {
  const suites = openSuites("../testing/verdicts.suite.ts");
  try {
    expect(await suites.judge({ ...RUN, only: ["hingeLoss.far"] })).toMatchObject({
      verdicts: [{ id: "hingeLoss.far" }],
    });
    const processes = processesOfSuites();
    expect(await suites.judge(RUN)).toMatchObject({ verdicts: [{ id: "hingeLoss.values" }, { id: "hingeLoss.far" }] });
    expect(await suites.judge({ ...RUN, only: ["hingeLoss.far"] })).toMatchObject({
      verdicts: [{ id: "hingeLoss.far" }],
    });
    expect(processes).toHaveLength(1);
    expect(processesOfSuites()).toEqual(processes);
  } finally {
    await suites.close();
  }
  expect(processesOfSuites()).toEqual([]);
});

test("a process that is killed between two runs is replaced", async () => {
  const suites = openSuites("../testing/verdicts.suite.ts");
  try {
    await suites.judge(RUN);
    processesOfSuites().forEach(killTree);
    await expect.poll(processesOfSuites).toEqual([]);
    // /proc is empty some milliseconds before Node hears of the end; until then the class grader would retry.
    await setTimeout(200);
    expect(await suites.judge(RUN)).toMatchObject({ status: "judged", verdicts: [{}, {}] });
  } finally {
    await suites.close();
  }
});

test("after a fault, the next run is judged in a new process", async () => {
  const suites = openSuites("../testing/verdicts.suite.ts");
  const stopped = new AbortController();
  stopped.abort();
  try {
    expect(await suites.judge(RUN, { signal: stopped.signal })).toMatchObject({ status: "fault" });
    expect(processesOfSuites()).toEqual([]);
    expect(await suites.judge(RUN)).toMatchObject({ status: "judged", verdicts: [{}, {}] });
  } finally {
    await suites.close();
  }
});

test("checks outside --only are not run", async () => {
  const judgement = await judge("verdicts", { only: ["hingeLoss.far"] });
  expect(judgement).toMatchObject({ status: "judged", verdicts: [{ id: "hingeLoss.far" }] });
});

test.each([
  ["throws-at-import", /this suite is broken/],
  ["no-verdict", /hingeLoss\.far: .*without a verdict/],
  ["skipped", /skipped: ended as skip; green: ended as pass/],
  ["missing", /Could not resolve/],
  ["bug", /hingeLoss\.values: .*a bug of ours/],
  ["rejects-late", /the suites' process ended: TypeError: a late bug of ours/],
])("a suite that %s causes a fault", async (suite, reason) => {
  expect(await judge(suite)).toMatchObject({ status: "fault", reason: expect.stringMatching(reason) as string });
});

test("a suite whose process is killed causes a fault", async () => {
  expect(await judge("exits")).toMatchObject({ status: "fault" });
});

test("suites that never end cause a fault, and their process is killed", async () => {
  const judgement = await runSuites(RUN, { deadlineMs: 3000 }, "../testing/hangs.suite.ts");
  expect(judgement).toMatchObject({
    status: "fault",
    reason: expect.stringContaining("the suites did not end within 3 s") as string,
  });
  expect(processTree(process.pid).length).toBeLessThanOrEqual(2);
});

test("an aborted run ends in a fault", async () => {
  const controller = new AbortController();
  controller.abort();
  const judgement = await runSuites(RUN, { signal: controller.signal }, "../testing/verdicts.suite.ts");
  expect(judgement).toMatchObject({ status: "fault", reason: "the run was stopped" });
});
