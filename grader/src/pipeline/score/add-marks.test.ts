import { expect, test } from "vitest";
import { SAMPLE_RESULTS } from "../report/testing/sample-results.ts";
import { markResult, type SubmissionMarks } from "./add-marks.ts";
import { parseResult, writtenTotal, type Result } from "./result.ts";
import { SAMPLE_QUESTIONS } from "./testing/sample-questions.ts";

const result = SAMPLE_RESULTS["some-failed"] as Result;
const mark = (marks: SubmissionMarks, from = result, fresh = false) =>
  markResult(from, SAMPLE_QUESTIONS, marks, { fresh });
const w1 = (...points: (number | null)[]): SubmissionMarks => {
  const ids = SAMPLE_QUESTIONS[0]!.criteria.map(({ id }) => id);
  return new Map([["W1", { points: new Map(ids.map((id, index) => [id, points[index] ?? null])) }]]);
};

test("points are the sum of the criteria, and the automatic score is unchanged", () => {
  const marked = parseResult(mark(w1(1, 0, 1, 1)));
  expect(marked.written[0]).toMatchObject({ id: "W1", points: 3, maxPoints: 4 });
  expect(marked.written.slice(1).map(({ points }) => points)).toEqual([null, null, null, null]);
  expect({ ...marked, written: [] }).toEqual({ ...result, written: [] });
});

test("a question with an unmarked criterion has null points", () => {
  expect(mark(w1(1, 0, 1, null)).written[0]!.points).toBeNull();
  expect(mark(w1(0, 0, 0, 0)).written[0]!.points).toBe(0);
});

test("new marks replace those of the same question, other questions keep theirs, and fresh drops all", () => {
  const first = mark(w1(1, 1, 1, 1));
  const second = mark(new Map([["W2", { points: new Map([["tight", 1]]), comment: "More?" }]]), first);
  expect(second.written.map(({ points }) => points)).toEqual([4, null, null, null, null]);
  expect(mark(w1(0, 0, 0, 0), second).written.map(({ points }) => points)).toEqual([0, null, null, null, null]);
  expect(mark(new Map(), second, true)).toEqual(result);
});

test("marks in halves are kept, also in the sum", () => {
  const marked = parseResult(mark(w1(0.5, 0, 1, 0.5)));
  expect(marked.written[0]).toMatchObject({ points: 2, criteria: [{ points: 0.5 }, {}, {}, { points: 0.5 }] });
  expect(() => parseResult(mark(w1(0.25, 0, 1, 0.5)))).toThrow();
});

test("new marks keep the answer, and so does fresh", () => {
  const written = result.written.map((each) => ({ ...each, answer: `To ${each.id}: $\\nabla$` }));
  const marked = mark(w1(1, 0, 1, 1), { ...result, written });
  expect(marked.written.map(({ answer }) => answer)).toEqual(written.map(({ answer }) => answer));
  expect(mark(new Map(), marked, true)).toEqual({ ...result, written });
});

test.each([
  [[1, 1.5], undefined, 2.5],
  [[1, 1.5], -1.5, 1],
  [[1, 1.5], -9, 0],
  [[4, 3.5], 2, 8],
  [[1, null], 1, null],
  [[], 1, null],
])("the total of the written part with points %j and adjustment %j is %j", (points, change, total) => {
  const written = points.map((each) => ({ ...result.written[0]!, points: each }));
  const adjustment = change === undefined ? {} : { adjustment: { points: change, reason: "late" } };
  expect(writtenTotal({ written, ...adjustment })).toBe(total);
});

test("the schema rejects points that are not the sum of the criteria", () => {
  const marked = mark(w1(1, 1, 1, 1));
  const forged = { ...marked, written: marked.written.map((each) => ({ ...each, points: 2 })) };
  expect(() => parseResult(forged)).toThrow("not the sum of the criteria");
  const above = { ...result, written: result.written.map((each) => ({ ...each, points: 5 })) };
  expect(() => parseResult(above)).toThrow("above maxPoints");
});
