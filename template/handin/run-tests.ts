import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The part of vitest's JSON report that is read here. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file did not load. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export type TestRun =
  | { readonly status: "finished"; readonly report: TestReport }
  /** Nothing happened for a while. */
  | { readonly status: "stopped"; readonly file: string | undefined; readonly seconds: number }
  | { readonly status: "failed"; readonly why: string };

const REPORTER = fileURLToPath(new URL("progress-reporter.ts", import.meta.url));
/** Every public test takes a few seconds at most, also on a slow laptop. */
const QUIET_MS = 60_000;

/** Runs the public tests of a folder in a child process, which is stopped if it does nothing for `quietMs`. */
export async function runTests(folder: string, quietMs = QUIET_MS): Promise<TestRun> {
  const scratch = await mkdtemp(join(tmpdir(), "handin-"));
  try {
    const outputFile = join(scratch, "tests.json");
    const { isStopped, file, errors } = await runVitest(folder, outputFile, quietMs);
    if (isStopped) return { status: "stopped", file, seconds: Math.round(quietMs / 1000) };
    const json = await readFile(outputFile, "utf8").catch(() => undefined);
    if (json === undefined) return { status: "failed", why: errors.trim().split("\n", 1).join() || "no reason given" };
    return { status: "finished", report: JSON.parse(json) as TestReport };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runVitest(folder: string, outputFile: string, quietMs: number) {
  const vitest = join(
    dirname(createRequire(join(folder, "package.json")).resolve("vitest/package.json")),
    "vitest.mjs",
  );
  const reporters = ["--reporter=json", `--outputFile=${outputFile}`, `--reporter=${REPORTER}`];
  const child = spawn(process.execPath, [vitest, "run", ...reporters], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [isStopped, output, errors] = [false, "", ""];
  const stop = (): void => {
    isStopped = true;
    child.kill("SIGKILL");
  };
  let timer = setTimeout(stop, quietMs);
  child.stdout.on("data", (chunk: Buffer) => {
    output = (output + String(chunk)).slice(-MAX_OUTPUT);
    clearTimeout(timer);
    timer = setTimeout(stop, quietMs);
  });
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + String(chunk)).slice(-MAX_OUTPUT)));
  await once(child, "close");
  clearTimeout(timer);
  return { isStopped, file: [...output.matchAll(/^begins (.+)$/gm)].at(-1)?.[1], errors };
}

const MAX_OUTPUT = 100_000;
