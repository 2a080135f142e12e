import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { FaultError } from "./errors.ts";
import { descendants } from "./process-tree.ts";
import { runCommand } from "./run-command.ts";

const OPTIONS = { folder: tmpdir(), signal: new AbortController().signal, purpose: "do it" };
const run = (script: string, more: { readonly signal?: AbortSignal; readonly mayFail?: boolean } = {}) =>
  runCommand(["sh", "-c", script], { ...OPTIONS, ...more });

test("a command returns what it wrote to stdout", async () => {
  expect(await run("echo one; echo two >&2")).toBe("one");
});

test("the error of a failed command shows the last lines of both streams", async () => {
  const failed = run("seq 1 30; echo no such header >&2; exit 3");
  await expect(failed).rejects.toThrow(FaultError);
  await expect(failed).rejects.toThrow(
    /^could not do it: Command failed with exit code 3: sh .*\n {2}20\n(.*\n){10} {2}no such header$/,
  );
});

test("exit code 1 causes a fault only if the command may not fail", async () => {
  expect(await run("echo one; exit 1", { mayFail: true })).toBe("one");
  await expect(run("exit 1")).rejects.toThrow("could not do it: Command failed with exit code 1: sh -c");
  await expect(run("exit 2", { mayFail: true })).rejects.toThrow(FaultError);
});

test("a command that does not exist causes a fault", async () => {
  await expect(runCommand(["no-such-command"], OPTIONS)).rejects.toThrow(
    new FaultError("could not do it: Command failed with ENOENT: no-such-command"),
  );
});

test("an abort ends a command and what it started", async () => {
  const controller = new AbortController();
  const stopped = run("sleep 4242 & sleep 4242", { signal: controller.signal });
  await sleep(300);
  expect(descendants(process.pid, "4242").length).toBeGreaterThanOrEqual(2);
  controller.abort();
  await expect(stopped).rejects.toThrow(/abort/i);
  await sleep(100);
  expect(descendants(process.pid, "4242")).toEqual([]);
});
