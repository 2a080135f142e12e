import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { CACHE_FOLDER } from "../shared/paths.ts";
import { commandLine } from "../shared/testing/command-line.ts";

const start = (...args: readonly string[]) => {
  const command = spawn(process.execPath, commandLine("corpus", "--public", ...args), { stdio: "ignore" });
  return { command, ended: once(command, "exit") };
};

test("an unknown exercise is rejected as bad usage", async () => {
  expect(await start("--exercise", "9.9").ended).toEqual([2, null]);
});

test("Ctrl-C leaves nothing behind, even if npm forwards it a second time", async () => {
  const { command, ended } = start("--exercise", "2.4");
  const own = async () => (await readdir(CACHE_FOLDER)).filter((name) => name.includes(`-${command.pid}-`));
  await vi.waitFor(async () => expect(await own()).toHaveLength(1), { timeout: 30_000, interval: 100 });
  command.kill("SIGINT");
  command.kill("SIGINT");
  expect(await ended).toEqual([1, null]);
  expect(await own()).toEqual([]);
});
