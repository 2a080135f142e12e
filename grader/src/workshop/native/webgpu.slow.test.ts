import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findNative, NATIVE_FOLDER } from "@robustness-lab/fixtures/engine/choice";
import { emulatedAdapter } from "@robustness-lab/fixtures/engine/webgpu/testing";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { beforeAll, describe, test } from "vitest";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";
import { CACHE_FOLDER, ROOT } from "../../shared/paths.ts";
import { runCommand } from "../../shared/run-command.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { writeConfiguration, writePublicTests } from "../corpus/run-public-tests.ts";
import { installWebgpu } from "./install.ts";

/* The tests of tensors on WebGPU in Node, on the emulated graphics card of Chromium: right numbers, no speed. */

const adapter = emulatedAdapter();
const missing = adapter === undefined ? " (no SwiftShader: bash .github/scripts/install-browsers.sh installs it)" : "";
const isLeftOut = adapter === undefined && process.env["CI"] === undefined;
const signal = new AbortController().signal;
const env = { ...process.env, ...adapter, TEST_ENGINE: "webgpu" };
const LIMIT_MS = "600000";
const vitest = (...args: readonly string[]) =>
  runCommand(["npx", "vitest", "run", "--testTimeout", LIMIT_MS, ...args], {
    ...{ folder: ROOT, signal, purpose: "pass the tests on WebGPU" },
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !/^vitest|^node_env$/i.test(name))),
  });

describe.skipIf(isLeftOut)(`WebGPU in Node${missing}`, () => {
  beforeAll(async () => {
    if (findNative("webgpu") !== undefined) return;
    await installWebgpu({ into: NATIVE_FOLDER, environment: env, signal, onStep: () => undefined });
  }, 10 * 60_000);

  test("agrees with the embedded engine: logits, gradients, FGSM, ten steps of Adam", () =>
    vitest("--project", "unit", "fixtures/engine/kernels/parity.test.ts"));

  test("keeps types, memory and errors, and gives ties of max pooling to the first", () =>
    vitest("--project", "unit", "fixtures/engine/webgpu/webgpu.test.ts"));

  test("the reference passes all public tests", async () => {
    await mkdir(CACHE_FOLDER, { recursive: true });
    const { folder, remove } = await makeScratch(CACHE_FOLDER);
    try {
      await copySolution(folder);
      await writeConfiguration(folder);
      for (const file of new Set(EXERCISES.map((each) => each.file))) await writePublicTests(file, folder);
      const setup = join(folder, "tests/setup.ts");
      await writeFile(setup, (await readFile(setup, "utf8")).replace(`loadEngine("wasm")`, `loadEngine("webgpu")`));
      await vitest("--root", folder, "--exclude", "nothing");
    } finally {
      await remove();
    }
  });
});
