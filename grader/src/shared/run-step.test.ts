import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { FaultError } from "./errors.ts";
import { descendants } from "./process-tree.ts";
import { runStep } from "./run-step.ts";

const run = (script: string, signal = new AbortController().signal) =>
  runStep({ command: ["sh", "-c", script], folder: tmpdir(), environment: process.env, signal, says: "do it" });

test("a step gives what it wrote to stdout", async () => {
  expect(await run("echo one; echo two >&2")).toBe("one\n");
});

test("a step that fails is told by its last lines, of both streams", async () => {
  const failed = run("seq 1 30; echo no such header >&2; exit 3");
  await expect(failed).rejects.toThrow(FaultError);
  await expect(failed).rejects.toThrow(/^could not do it; what ran said last:\n {2}2\d\n(.*\n)+ {2}no such header$/);
});

test("a command that is not there is a fault, too", async () => {
  const command = ["no-such-command"] as const;
  const signal = new AbortController().signal;
  await expect(runStep({ command, folder: tmpdir(), environment: process.env, signal, says: "do it" })).rejects.toThrow(
    "could not do it",
  );
});

test("an abort ends a step and what it started", async () => {
  const controller = new AbortController();
  const stopped = run("sleep 4242 & sleep 4242", controller.signal);
  await sleep(300);
  expect(descendants(process.pid, "4242").length).toBeGreaterThanOrEqual(2);
  controller.abort();
  await expect(stopped).rejects.toThrow(/abort/i);
  await sleep(100);
  expect(descendants(process.pid, "4242")).toEqual([]);
});
