import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GRADING_TEST_ENGINE } from "@robustness-lab/fixtures/engine/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isolationForOurs, type Isolation } from "./isolation/index.ts";
import { NODE_PERMISSION } from "./isolation/node-permission.ts";
import { DEFAULT_LIMITS, type Limits } from "./run-limits.ts";
import type { Submission } from "./observation.ts";
import { processTree } from "../../shared/process-tree.ts";
import { floats } from "./protocol/values.ts";
import { buildRuntime, nativeViewOf, type Runtime } from "./runtime.ts";
import { openSubmission } from "./submission-process.ts";

/*
 * Real processes in the real sandbox. The module below replaces a bundled submission. It skips the bundler, so it can import
 * what a bundle cannot.
 */

const SUBMISSION = `
import * as tf from "../runtime/tfjs-core.mjs";
import { readFileSync, writeFileSync, writeSync } from "node:fs";
const hoard = [];
export const innerMaximumL2 = ({ w }) => tf.mul(w, 2);
export const innerMaximiserL2 = ({ probe }) => {
  const probes = {
    environment: () => JSON.stringify(process.env),
    passwd: () => readFileSync("/etc/passwd", "utf8"),
    write: () => writeFileSync("/tmp/escaped", "x"),
    spawn: () => process.getBuiltinModule("node:child_process").execSync("id").toString(),
    throwUndefined: () => { throw undefined; },
    frames: () => {
      const below = (depth) => (depth === 0 ? new Error().stack.split("\\n").length - 1 : below(depth - 1));
      return below(30);
    },
    nothing: () => undefined,
    promise: () => Promise.resolve(1),
    disposed: () => { const t = tf.scalar(1); t.dispose(); return t; },
    exit: () => process.exit(0),
    kill: () => process.kill(process.pid, "SIGKILL"),
    garbage: () => { writeSync(3, Buffer.alloc(64, 255)); for (;;); },
    forged: () => { writeSync(3, FORGED); return 1; },
    loop: () => { for (;;); },
    sleep: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
    hoard: () => { for (;;) hoard.push(new Uint8Array(1 << 24).fill(1)); },
    heap: () => { for (;;) hoard.push(Array.from({ length: 1e5 }, () => ({}))); },
    stray: () => { writeSync(3, NO_MESSAGE); writeSync(3, STRAY); return 1; },
    strays: () => { for (let i = 0; i < 200; i += 1) writeSync(3, STRAY); for (;;); },
    large: () => new Array(100_000).fill(0.5),
    tooLarge: () => tf.tile(tf.ones([100, 28, 28, 1]), [1, 60, 60, 10]),
    lateThrow: () => { setTimeout(() => { throw new Error("late"); }, 0); return 1; },
    lateLoop: () => { setTimeout(() => { for (;;); }, 0); return 1; },
    eval: () => (0, eval)("1"),
    print: () => { console.log("hello"); console.error("oh <b>no</b>"); return 1; },
    flood: () => { for (let i = 0; i < 200; i += 1) process.stdout.write("x".repeat(65536)); return 1; },
    deluge: () => { for (;;) { try { writeSync(1, "x".repeat(65536)); } catch { /* full: again */ } } },
  };
  return probes[probe]();
};
const FORGED = Buffer.from("FORGED_FRAME", "base64");
const NO_MESSAGE = Buffer.from([0, 0, 0, 1, 0xc1]);
const STRAY = Buffer.from([0, 0, 0, 1, 0xc0]);
`;

const MIB = 1024 * 1024;
const LIMITS: Limits = { ...DEFAULT_LIMITS, callMs: 4_000, memoryBytes: 700 * MIB };
let scratch: string;
let runtime: Runtime;
let native: Awaited<ReturnType<typeof nativeViewOf>>;

beforeAll(async () => {
  scratch = await mkdtemp(join(await realpath(tmpdir()), "sandbox-test-"));
  runtime = await buildRuntime(join(scratch, "runtime"), GRADING_TEST_ENGINE);
  native = await nativeViewOf(runtime, GRADING_TEST_ENGINE);
  const { encodeFrame } = await import("./protocol/frames.ts");
  const outcome = { status: "returned", value: 42, state: [] };
  const forged = Buffer.from(encodeFrame({ kind: "reply", id: "guessed", calls: 1, outcome })).toString("base64");
  await mkdir(join(scratch, "submission", "linear"), { recursive: true });
  // The file is one level deeper than its import says: bundles name the runtime relative to themselves.
  const source = SUBMISSION.replace("../runtime", "../../runtime").replace("FORGED_FRAME", forged);
  await writeFile(join(scratch, "submission", "linear", "l2.mjs"), source);
  await writeFile(join(scratch, "submission", "linear", "svm.mjs"), "export const robustHinge = 3;");
}, 60_000);

afterAll(() => rm(scratch, { recursive: true, force: true }));

const best = await isolationForOurs();
const isolations: readonly Isolation[] = best.name === "node" ? [best] : [best, NODE_PERMISSION];

describe.each(isolations)("a submission under $name", (isolation) => {
  let submission: Submission;

  const open = (limits: Limits): Submission =>
    openSubmission({
      isolation,
      view: {
        runtimeFolder: runtime.folder,
        runtimeEntry: runtime.entry,
        submissionFolder: join(scratch, "submission"),
        engine: GRADING_TEST_ENGINE,
        ...native,
      },
      modules: {
        "linear/l2.ts": { file: "linear/l2.mjs", sources: ["src/linear/l2.ts"] },
        "linear/svm.ts": { file: "linear/svm.mjs", sources: ["src/linear/svm.ts"] },
        "linear/linf.ts": { problem: "src/linear/linf.ts:3: Unexpected end of file" },
      },
      limits,
      newId: randomUUID,
    });

  beforeEach(() => {
    submission = open(LIMITS);
  });

  afterEach(() => submission.close());

  const reopen = async (limits: Partial<Limits>): Promise<void> => {
    await submission.close();
    submission = open({ ...LIMITS, ...limits });
  };

  const probe = (name: string) => submission.call("innerMaximiserL2", { probe: name });

  test("computes with the engine of the runtime", async () => {
    const observation = await submission.call("innerMaximumL2", { w: floats([3], [1, 2, 3]) });
    expect(observation).toMatchObject({ status: "returned", value: floats([3], [2, 4, 6]), state: [] });
  });

  test("is differentiated where an argument asks for its gradient", async () => {
    const w = { $: "differentiated", value: floats([3], [1, 2, 3]) };
    const observation = await submission.call("innerMaximumL2", { w });
    expect(observation).toMatchObject({ value: floats([3], [2, 4, 6]), state: [floats([3], [2, 2, 2])] });
  });

  test("sees no environment variables of the grader", async () => {
    const observation = await probe("environment");
    const names =
      observation.status === "returned" ? Object.keys(JSON.parse(observation.value as string) as object) : [];
    // bubblewrap and the shell set these; there may be no others.
    expect(names.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name))).toEqual([]);
  });

  test.each(["passwd", "write", "spawn", "eval"])("may not %s", async (name) => {
    expect(await probe(name)).toMatchObject({ status: "threw" });
  });

  test("that throws from deep within tfjs is traced up to a line of its own", async () => {
    const observation = await probe("frames");
    expect(observation).toMatchObject({ status: "returned" });
    expect((observation as { readonly value: number }).value).toBeGreaterThan(30);
  });

  test("that throws undefined is distinguished from one that returns it", async () => {
    expect(await probe("throwUndefined")).toMatchObject({ status: "threw", message: "undefined" });
    expect(await probe("nothing")).toMatchObject({ value: { $: "unsupported", description: "undefined" } });
  });

  test("that returns a promise or a disposed tensor is described in words", async () => {
    expect(await probe("promise")).toMatchObject({ value: { description: "a Promise" } });
    expect(await probe("disposed")).toMatchObject({ value: { description: "a disposed tensor" } });
  });

  test("that exports no function, or whose file is broken, is unavailable", async () => {
    expect(await submission.call("robustHinge", {})).toMatchObject({
      status: "unavailable",
      message: /not a function/,
    });
    expect(await submission.call("svmObjective", {})).toMatchObject({ status: "unavailable", message: /robustHinge/ });
    const broken = await submission.call("innerMaximumLinf", {});
    expect(broken).toEqual({ status: "unavailable", message: "src/linear/linf.ts:3: Unexpected end of file" });
  });

  test.each(["exit", "kill"])("that ends its process by %s gets a new one for the next call", async (name) => {
    expect(await probe(name)).toMatchObject({ status: "crashed" });
    expect(await submission.call("innerMaximumL2", { w: floats([1], [4]) })).toMatchObject({ status: "returned" });
  });

  test("that forges a reply is noted, and the forged value is ignored", async () => {
    expect(await probe("forged")).toMatchObject({ status: "returned", value: 1 });
    expect(submission.integrity()).toEqual(['sent a message "reply" that nobody asked for']);
  });

  test("that writes something other than a message is noted, and still answers", async () => {
    expect(await probe("stray")).toMatchObject({ status: "returned", value: 1 });
    expect(submission.integrity()).toEqual(["sent what is no message of the protocol"]);
  });

  test("that sends too many messages is stopped", async () => {
    expect(await probe("strays")).toMatchObject({ status: "stopped", limit: "messages" });
  });

  test("that announces an oversized message loses its process", async () => {
    expect(await probe("garbage")).toMatchObject({
      status: "crashed",
      message: expect.stringMatching(/announced/) as string,
    });
    expect(submission.integrity()).toEqual(["sent a message that is too large"]);
  });

  test("that returns far too many values gets a description of them instead", async () => {
    expect(await probe("large")).toMatchObject({ value: { description: "a list with more than 5000 values in it" } });
    expect(submission.integrity()).toEqual([]);
  });

  test("that prints to stdout and stderr has both kept", async () => {
    expect(await probe("print")).toMatchObject({ status: "returned" });
    await submission.close();
    expect(submission.output()).toContain("hello");
    expect(submission.output()).toContain("oh <b>no</b>");
  });

  test("that floods stdout is drained, and only a little is kept", async () => {
    expect(await probe("flood")).toMatchObject({ status: "returned", value: 1 });
    expect(submission.output().length).toBeLessThanOrEqual(LIMITS.outputBytes);
  });

  test("that never stops printing is stopped", async () => {
    await reopen({ printedBytes: 4 * MIB });
    expect(await probe("deluge")).toMatchObject({ status: "stopped", limit: "output" });
  });

  test.each(["loop", "sleep"])(
    "that does not end (%s) is stopped and not called again, and other functions still are",
    async (name) => {
      await reopen({ callMs: 1500 });
      const stopped = { status: "stopped", limit: "time", message: "stopped after 1.5 s without an answer" };
      expect(await probe(name)).toEqual(stopped);
      expect(await probe("nothing")).toEqual(stopped);
      expect(await submission.call("innerMaximumL2", { w: floats([1], [4]) })).toMatchObject({ status: "returned" });
    },
  );

  test("that uses too much memory outside the heap is stopped", async () => {
    const observation = await probe("hoard");
    expect(observation).toMatchObject({
      status: "stopped",
      limit: "memory",
      message: expect.stringMatching(/700 MiB/) as string,
    });
  });

  test("that fills the heap crashes, and the message says why", async () => {
    await reopen({ callMs: 30_000, heapBytes: 128 * MIB });
    expect(await probe("heap")).toMatchObject({
      status: "crashed",
      message: expect.stringMatching(/out of memory/) as string,
    });
  });

  test("that uses too much CPU time is stopped", async () => {
    await reopen({ callMs: 20_000, cpuSeconds: 1 });
    expect(await probe("loop")).toMatchObject({ status: "stopped", limit: "cpu" });
  });

  test("that used up the time of all calls is not called again", async () => {
    await reopen({ submissionMs: 1500 });
    expect(await probe("loop")).toMatchObject({ status: "stopped", limit: "submission-time" });
    const next = await submission.call("innerMaximumL2", { w: floats([1], [4]) });
    expect(next).toMatchObject({ status: "stopped", limit: "submission-time" });
  });

  test("whose time is reduced is stopped in time, and the limit cannot be raised again", async () => {
    await reopen({});
    expect(await probe("nothing")).toMatchObject({ status: "returned" });
    submission.allow(300);
    const startedAt = performance.now();
    expect(await probe("loop")).toMatchObject({ status: "stopped", limit: "submission-time" });
    // Well below the limit of a call, even on a busy machine.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    submission.allow(60_000);
    const next = await submission.call("innerMaximumL2", { w: floats([1], [4]) });
    expect(next).toMatchObject({ status: "stopped", limit: "submission-time" });
  });

  test.each(["lateThrow", "lateLoop"])("that leaves %s behind does not fail another function", async (name) => {
    await reopen({ callMs: 1500 });
    expect(await probe(name)).toMatchObject({ status: "returned", value: 1 });
    expect(await submission.call("innerMaximumL2", { w: floats([1], [4]) })).toMatchObject({ status: "returned" });
  });

  test.runIf(GRADING_TEST_ENGINE === "wasm")("that breaks the engine does not fail another function", async () => {
    expect(await probe("tooLarge")).toMatchObject({ status: "threw", name: "RuntimeError" });
    expect(await submission.call("innerMaximumL2", { w: floats([1], [4]) })).toMatchObject({ status: "returned" });
  });

  test("answers concurrent calls one after the other", async () => {
    const inputs = [1, 2, 3];
    const answers = await Promise.all(inputs.map((w) => submission.call("innerMaximumL2", { w: floats([1], [w]) })));
    expect(answers).toMatchObject(inputs.map((w) => ({ value: floats([1], [2 * w]) })));
  });

  test("leaves no process behind when it is closed during a loop", async () => {
    const before = processTree(process.pid).length;
    // Waits until the child is ready.
    await probe("nothing");
    const answer = probe("loop");
    await sleep(200);
    await submission.close();
    expect(await answer).toMatchObject({ status: "crashed" });
    expect(processTree(process.pid).length).toBeLessThanOrEqual(before);
  });
});
