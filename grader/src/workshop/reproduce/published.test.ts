import { expect, test } from "vitest";
import { missesOf, publishedCurve } from "./published.ts";

test("the published accuracies are within their limits", () => {
  expect(missesOf("lenet", publishedCurve("lenet"))).toEqual([]);
});

test("an accuracy at its limit is accepted, one beyond is a miss", () => {
  const off = (points: number) =>
    publishedCurve("lenet").map((point) => ({ ...point, accuracy: point.accuracy + points / 100 }));
  expect(missesOf("lenet", off(1.2))).toEqual([]);
  expect(missesOf("lenet", off(-1.3)).map(({ epsilon }) => epsilon)).toEqual([0]);
  expect(missesOf("lenet", off(6.1))).toHaveLength(7);
});

test("logistic regression has a limit of 1.5 points under attack", () => {
  const curve = publishedCurve("logistic-regression");
  const off = curve.map((point) => (point.epsilon === 0.1 ? { ...point, accuracy: 0.173 } : point));
  const [miss, ...others] = missesOf("logistic-regression", off);
  expect(others).toEqual([]);
  expect(miss).toMatchObject({ epsilon: 0.1, limitPoints: 1.5 });
  expect(miss?.differencePoints).toBeCloseTo(1.6, 9);
});

test("an accuracy that was not measured is a miss", () => {
  expect(missesOf("lenet", [])).toHaveLength(7);
});
