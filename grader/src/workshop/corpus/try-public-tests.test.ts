import { MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import { expect, test } from "vitest";
import { caughtByPublicTests } from "./try-public-tests.ts";

const byId = (id: string): Misconception => MISCONCEPTIONS.find((each) => each.id === id)!;

test("a step down the loss is caught, a tiny gradient rounded to zero is not", async () => {
  // Every gradient in the public tests of fgsm is far from 0.
  const caught = await caughtByPublicTests([byId("fgsm-minus"), byId("fgsm-tiny-dropped")]);
  expect([...caught]).toEqual(["fgsm-minus"]);
});

test("a patch that does not load causes a fault that names it, and is not counted as caught", async () => {
  const broken = { ...byId("fgsm-minus"), id: "broken", find: "export function fgsm", replace: "export funktion fgsm" };
  await expect(caughtByPublicTests([broken])).rejects.toThrow(/broken: /);
});
