import { ALL_EXERCISES } from "@robustness-lab/fixtures";
import { expect, test } from "vitest";
import * as solution from "./index.ts";

test.each(ALL_EXERCISES)("exercise $id: src/$file exports $functions", async ({ file, functions }) => {
  const module = (await import(/* @vite-ignore */ `./${file}`)) as Record<string, unknown>;
  for (const name of functions) {
    expect(module[name], name).toBeTypeOf("function");
    expect((solution as Record<string, unknown>)[name]).toBe(module[name]);
  }
});

test("the solution exports only the functions of the exercises", () => {
  const functions = ALL_EXERCISES.flatMap((exercise) => exercise.functions);
  expect(Object.keys(solution).sort()).toEqual([...functions].sort());
});
