import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { assertTools, assertWheelPlatform } from "./tools.ts";

let bin: string;

/** A PATH with make and a Python without pip. */
beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), "tools-"));
  await writeFile(join(bin, "python3"), '#!/bin/sh\n[ "$1" = "--version" ]\n', { mode: 0o755 });
  await writeFile(join(bin, "make"), "#!/bin/sh\n", { mode: 0o755 });
});
afterAll(() => rm(bin, { recursive: true, force: true }));

test("all missing tools are named at once, with their packages", () => {
  expect(() => assertTools(bin)).toThrow(
    new UsageError(
      "to build from TensorFlow's wheel this machine lacks pip (python3 -m pip), g++. On Debian and Ubuntu: apt-get install python3-pip g++",
    ),
  );
});

test("wheels are for Linux on x64; elsewhere the error suggests a mirror", () => {
  expect(() => assertWheelPlatform("linux", "x64")).not.toThrow();
  for (const [platform, processor] of [
    ["linux", "arm64"],
    ["darwin", "arm64"],
    ["win32", "x64"],
  ] as const) {
    expect(() => assertWheelPlatform(platform, processor)).toThrow(
      `this is ${platform} on ${processor}. Give a mirror with --mirror`,
    );
  }
});
