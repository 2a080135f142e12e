import { expect, test } from "vitest";
import type { DeskCriterion, Marks } from "../../protocol.ts";
import { agree, all, completed, halfLess, isMarked, NO_MARKS, orNull, toggled, total } from "./marks.ts";

const BOUND: DeskCriterion = { id: "bound", title: "Bound", points: 1, lookFor: "" };
const PROOF: DeskCriterion = { id: "proof", title: "Proof", points: 2, lookFor: "" };
const CRITERIA = [BOUND, PROOF];

test("a number gives a criterion, then takes it, then gives it again", () => {
  const given = toggled(NO_MARKS, PROOF);
  expect(given.points).toEqual({ proof: 2 });
  expect(toggled(given, PROOF).points).toEqual({ proof: 0 });
  expect(toggled(toggled(given, PROOF), PROOF).points).toEqual({ proof: 2 });
});

test("h takes half a point at a time and begins again at the top", () => {
  const seen: (number | undefined | null)[] = [];
  let marks: Marks = NO_MARKS;
  for (let press = 0; press < 5; press++) {
    marks = halfLess(marks, PROOF);
    seen.push(marks.points.proof);
  }
  expect(seen).toEqual([1.5, 1, 0.5, 0, 2]);
});

test("an answer is marked when each criterion has points, 0 included", () => {
  expect(isMarked(null, CRITERIA)).toBe(false);
  expect(isMarked(toggled(NO_MARKS, BOUND), CRITERIA)).toBe(false);
  expect(isMarked(completed(toggled(NO_MARKS, BOUND), CRITERIA), CRITERIA)).toBe(true);
  expect(total(all(NO_MARKS, CRITERIA, 1), CRITERIA)).toBe(3);
  expect(total(all(NO_MARKS, CRITERIA, 0), CRITERIA)).toBe(0);
});

test("marks that say nothing leave the file; a comment or a flag keeps them", () => {
  expect(orNull({ ...NO_MARKS, points: { bound: null } })).toBe(null);
  expect(orNull({ ...NO_MARKS, comment: "See W2" })).not.toBe(null);
  expect(orNull({ ...NO_MARKS, secondOpinion: true })).not.toBe(null);
  expect(orNull(all(NO_MARKS, CRITERIA, 0))).not.toBe(null);
});

test("markers agree on equal points and comments", () => {
  const full = all(NO_MARKS, CRITERIA, 1);
  expect(agree(full, { ...full, comment: " " }, CRITERIA)).toBe(true);
  expect(agree(full, { ...full, comment: "Good" }, CRITERIA)).toBe(false);
  expect(agree(full, halfLess(full, BOUND), CRITERIA)).toBe(false);
});
