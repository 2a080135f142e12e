import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseIsolation, isolationNamed, type IsolationName } from "./isolation/index.ts";
import { DEFAULT_LIMITS, type Limits, type Submission } from "./observation.ts";
import { floats } from "./protocol/values.ts";
import { buildRuntime, type Runtime } from "./runtime.ts";
import { openSubmission } from "./submission-process.ts";

/*
 * Real processes in the real sandbox. What is written here stands for a bundled submission: it was never checked, so it
 * may import what a bundle may not.
 */

const SUBMISSION = `
import * as tf from "../runtime/tfjs-core.mjs";
import { readFileSync, writeFileSync, writeSync } from "node:fs";
export const innerMaximumL2 = ({ w }) => tf.mul(w, 2);
export const innerMaximiserL2 = ({ probe }) => {
  const probes = {
    environment: () => JSON.stringify(process.env),
    passwd: () => readFileSync("/etc/passwd", "utf8"),
    write: () => writeFileSync("/tmp/escaped", "x"),
    spawn: () => process.getBuiltinModule("node:child_process").execSync("id").toString(),
    throwUndefined: () => { throw undefined; },
    nothing: () => undefined,
    promise: () => Promise.resolve(1),
    disposed: () => { const t = tf.scalar(1); t.dispose(); return t; },
    exit: () => process.exit(0),
    kill: () => process.kill(process.pid, "SIGKILL"),
    garbage: () => { writeSync(3, Buffer.alloc(64, 255)); for (;;); },
    forged: () => { writeSync(3, FORGED); return 1; },
    loop: () => { for (;;); },
    flood: () => { for (let i = 0; i < 200; i += 1) process.stdout.write("x".repeat(65536)); return 1; },
  };
  return probes[probe]();
};
const FORGED = Buffer.from("FORGED_FRAME", "base64");
`;

const LIMITS: Limits = { ...DEFAULT_LIMITS, callMs: 4_000 };
let scratch: string;
let runtime: Runtime;

beforeAll(async () => {
  scratch = await mkdtemp(join(await realpath(tmpdir()), "sandbox-test-"));
  runtime = await buildRuntime(join(scratch, "runtime"));
  const { encodeFrame } = await import("./protocol/frames.ts");
  const outcome = { status: "returned", value: 42, state: [] };
  const forged = Buffer.from(encodeFrame({ kind: "reply", id: "guessed", outcome })).toString("base64");
  await mkdir(join(scratch, "submission", "linear"), { recursive: true });
  // One level deeper than the import in it says: bundles name their runtime relative to themselves.
  const source = SUBMISSION.replace("../runtime", "../../runtime").replace("FORGED_FRAME", forged);
  await writeFile(join(scratch, "submission", "linear", "l2.mjs"), source);
  await writeFile(join(scratch, "submission", "linear", "svm.mjs"), "export const robustHinge = 3;");
}, 60_000);

afterAll(() => rm(scratch, { recursive: true, force: true }));

const isolations: readonly IsolationName[] =
  (await chooseIsolation("auto")).name === "bubblewrap" ? ["bubblewrap", "node"] : ["node"];

describe.each(isolations)("a submission under %s", (isolation) => {
  let submission: Submission;

  beforeAll(() => {
    submission = openSubmission({
      isolation: isolationNamed(isolation),
      view: {
        runtimeFolder: runtime.folder,
        runtimeEntry: runtime.entry,
        submissionFolder: join(scratch, "submission"),
        engine: "wasm",
      },
      modules: {
        "linear/l2.ts": { file: "linear/l2.mjs" },
        "linear/svm.ts": { file: "linear/svm.mjs" },
        "linear/linf.ts": { problem: "src/linear/linf.ts:3: Unexpected end of file" },
      },
      limits: LIMITS,
      newId: randomUUID,
    });
  });

  afterAll(() => submission.close());

  const probe = (name: string) => submission.call("innerMaximiserL2", { probe: name });

  test("computes with the engine of the runtime", async () => {
    const observation = await submission.call("innerMaximumL2", { w: floats([3], [1, 2, 3]) });
    expect(observation).toMatchObject({ status: "returned", value: floats([3], [2, 4, 6]), state: [] });
  });

  test("sees no environment of ours", async () => {
    const observation = await probe("environment");
    const names =
      observation.status === "returned" ? Object.keys(JSON.parse(observation.value as string) as object) : [];
    // bubblewrap and the shell set a working directory; nothing else may be there.
    expect(names.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name))).toEqual([]);
  });

  test.each(["passwd", "write", "spawn"])("may not %s", async (name) => {
    expect(await probe(name)).toMatchObject({ status: "threw" });
  });

  test("that throws undefined is told apart from one that returns it", async () => {
    expect(await probe("throwUndefined")).toMatchObject({ status: "threw", message: "undefined" });
    expect(await probe("nothing")).toMatchObject({ value: { $: "unsupported", description: "undefined" } });
  });

  test("that returns a promise or a disposed tensor is described in words", async () => {
    expect(await probe("promise")).toMatchObject({ value: { description: "a Promise" } });
    expect(await probe("disposed")).toMatchObject({ value: { description: "a disposed tensor" } });
  });

  test("that exports no function, or whose file is broken, says so without a process", async () => {
    expect(await submission.call("robustHinge", {})).toMatchObject({
      status: "unavailable",
      message: /not a function/,
    });
    expect(await submission.call("svmObjective", {})).toMatchObject({ status: "unavailable", message: /robustHinge/ });
    const broken = await submission.call("innerMaximumLinf", {});
    expect(broken).toEqual({ status: "unavailable", message: "src/linear/linf.ts:3: Unexpected end of file" });
  });

  test.each(["exit", "kill"])("that ends its process by %s is started again for the next call", async (name) => {
    expect(await probe(name)).toMatchObject({ status: "crashed" });
    expect(await submission.call("innerMaximumL2", { w: floats([1], [4]) })).toMatchObject({ status: "returned" });
  });

  test("that forges a reply is not believed, and it is noted", async () => {
    expect(await probe("forged")).toMatchObject({ status: "returned", value: 1 });
    expect(submission.integrity()).toContain("sent a reply that nobody asked for");
  });

  test("that writes garbage into the pipe loses its process", async () => {
    expect(await probe("garbage")).toMatchObject({ status: "crashed" });
    expect(submission.integrity().join()).toMatch(/wrote to the grader's pipe/);
  });

  test("that floods stdout is drained", async () => {
    expect(await probe("flood")).toMatchObject({ status: "returned", value: 1 });
  });

  test("that loops is stopped, is not tried again, and leaves the other functions alone", async () => {
    expect(await probe("loop")).toEqual({ status: "timed-out", seconds: 4 });
    expect(await probe("nothing")).toEqual({ status: "timed-out", seconds: 4 });
    expect(await submission.call("innerMaximumL2", { w: floats([1], [4]) })).toMatchObject({ status: "returned" });
  });
});
