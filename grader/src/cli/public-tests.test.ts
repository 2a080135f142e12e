import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { CACHE_FOLDER } from "../shared/paths.ts";

/* The command as it is typed, in a process of its own. */

const PUBLIC_TESTS = fileURLToPath(new URL("./public-tests.ts", import.meta.url));
const CACHE = CACHE_FOLDER;
const TSX = createRequire(import.meta.url).resolve("tsx");

const start = (...args: readonly string[]) => {
  const command = spawn(process.execPath, ["--import", TSX, PUBLIC_TESTS, ...args], { stdio: "ignore" });
  return { command, ended: once(command, "exit") };
};

test("an exercise that does not exist is bad usage", async () => {
  expect(await start("--exercise", "9.9").ended).toEqual([2, null]);
});

test("Ctrl-C, passed on by npm a second time, leaves nothing behind", async () => {
  const { command, ended } = start("--exercise", "2.4");
  const own = async () => (await readdir(CACHE)).filter((name) => name.includes(`-${command.pid}-`));
  await vi.waitFor(async () => expect(await own()).toHaveLength(1), { timeout: 30_000, interval: 100 });
  command.kill("SIGINT");
  command.kill("SIGINT");
  expect(await ended).toEqual([1, null]);
  expect(await own()).toEqual([]);
});
