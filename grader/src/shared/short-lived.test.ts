import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { SHORT_LIVED } from "./short-lived.ts";

test("this version of Node knows the options, on its command line and in a running process", async () => {
  const set = SHORT_LIVED.map((option) => `v8.setFlagsFromString(${JSON.stringify(option)});`).join("");
  // V8 prints what it does not know, and continues.
  const printed = await promisify(execFile)(process.execPath, [...SHORT_LIVED, "--print", `${set}"known"`]);
  expect(printed).toEqual({ stdout: "known\n", stderr: "" });
});
