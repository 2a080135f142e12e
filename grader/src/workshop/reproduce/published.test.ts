import { EPSILONS, PUBLISHED } from "@robustness-lab/fixtures";
import { expect, test } from "vitest";
import { missesOf, renderVerdict } from "./published.ts";

test("the published accuracies are within their limits", () => {
  expect(missesOf("lenet", PUBLISHED.lenet)).toEqual([]);
  expect(renderVerdict([])).toBe("The published results are reproduced, each within its limit.");
});

test("an accuracy at its limit is accepted, one beyond is a miss", () => {
  const off = (points: number) => PUBLISHED.lenet.map((accuracy) => accuracy + points / 100);
  expect(missesOf("lenet", off(1.2))).toEqual([]);
  expect(missesOf("lenet", off(-1.3)).map(({ epsilon }) => epsilon)).toEqual([0]);
  expect(missesOf("lenet", off(6.1))).toHaveLength(EPSILONS.length);
});

test("logistic regression has a limit of 1.5 points under attack, and the verdict names the miss", () => {
  const off = PUBLISHED["logistic-regression"].map((accuracy, index) => (EPSILONS[index] === 0.1 ? 0.173 : accuracy));
  const misses = missesOf("logistic-regression", off);
  expect(misses).toEqual([
    { model: "logistic-regression", epsilon: 0.1, limitPoints: 1.5, differencePoints: expect.closeTo(1.6, 9) },
  ]);
  expect(renderVerdict(misses)).toBe(
    "The published results are not reproduced:\n" +
      "  logistic-regression at epsilon 0.1: off by 1.6 points, the limit is 1.5",
  );
});

test("an accuracy that was not measured is a miss", () => {
  expect(missesOf("lenet", [])).toHaveLength(EPSILONS.length);
});
