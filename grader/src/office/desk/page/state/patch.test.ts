import { expect, test } from "vitest";
import type { Marks } from "../../protocol.ts";
import { NO_MARKS } from "./marks.ts";
import { patched, patchOf } from "./patch.ts";

const BEFORE: Marks = { ...NO_MARKS, points: { bound: 1, proof: 2, open: null }, comment: "Why?" };

test("a change that waits keeps what somebody else wrote meanwhile", () => {
  const patch = patchOf(BEFORE, { ...BEFORE, points: { ...BEFORE.points, bound: 0 } });
  expect(patch).toEqual({ points: { bound: 0 } });
  const byHand: Marks = { ...BEFORE, points: { bound: 1, proof: 0.5, open: 1 }, comment: "Why not?" };
  expect(patched(byHand, patch)).toEqual({ ...byHand, points: { bound: 0, proof: 0.5, open: 1 } });
});

test("a change on the same state gives what was meant", () => {
  const after: Marks = { points: { proof: 2 }, comment: "", secondOpinion: true, final: true };
  expect(patched(BEFORE, patchOf(BEFORE, after))).toEqual({ ...after, points: { proof: 2, open: null } });
  expect(patched(null, patchOf(NO_MARKS, after))).toEqual(after);
});

test("marks that are taken away altogether leave the file", () => {
  expect(patched(BEFORE, patchOf(BEFORE, NO_MARKS))).toBe(null);
  expect(patched(null, {})).toBe(null);
});
