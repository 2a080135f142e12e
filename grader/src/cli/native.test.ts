import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { commandLine } from "../shared/testing/command-line.ts";

/* The parts of the command that install nothing; install.slow.test.ts covers the rest. */

/** A port without a server. */
const CLOSED = "http://127.0.0.1:9/tf";

function native(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const inherited = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env };
  return spawnSync(process.execPath, commandLine("native", ...args), { encoding: "utf8", env: inherited });
}

describe("bad usage ends with exit 2 and one line", () => {
  test.each([
    ["a mirror that cannot be reached", ["--mirror", CLOSED], /127\.0\.0\.1:9\/tf\/libtensorflow-cpu-.*\.tar\.gz \(/],
    ["a mirror that is not a web address", ["--mirror", "/srv/tf"], /begins with http:\/\/ or https:\/\//],
    ["a mirror and the wheel at once", ["--mirror", CLOSED, "--from-wheel"], /cannot be used with/],
    ["another package", ["--package", "tfjs"], /tfjs-node, tfjs-node-gpu, webgpu/],
    ["a wheel for WebGPU", ["--package", "webgpu", "--from-wheel"], /--from-wheel are for TensorFlow's library/],
    ["an extra argument", ["gpu"], /too many arguments/],
  ])("%s", (_, args, message) => {
    const { status, stderr, stdout } = native(args);
    const lines = stderr.trim().split("\n");
    expect({ status, stdout, lines: lines.length }).toEqual({ status: 2, stdout: "", lines: 1 });
    expect(lines[0]).toMatch(message);
  });

  test("a mirror given by the environment", () => {
    const { status, stderr } = native([], { TFJS_NODE_BASE_URI: `${CLOSED}/libtensorflow-` });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(`${CLOSED}/libtensorflow-cpu-`) });
  });

  test("a machine without the tools", () => {
    const { status, stderr } = native(["--from-wheel"], { PATH: "/nonexistent" });
    const isPossible = process.platform === "linux" && process.arch === "x64";
    expect(stderr).toMatch(isPossible ? /lacks python3, pip \(python3 -m pip\), make, g\+\+\. On Debian/ : /this is/);
    expect(status).toBe(2);
  });
});

test("--help shows every option, examples and exit codes", () => {
  const { status, stdout } = native(["--help"]);
  expect(status).toBe(0);
  for (const word of ["--package", "--mirror", "--from-wheel", "Examples:", "Exit codes:"])
    expect(stdout).toContain(word);
});
