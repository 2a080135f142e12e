import { describe, expect, it } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { toGrade } from "./grade.ts";

const sample = (name: string) => SAMPLE_RESULTS[name]!;

const change = (name: string, points: number) => ({ ...sample(name), adjustment: { points, reason: "late" } });

describe("a grade", () => {
  it("has the adjustment of the written part, which never takes more than that part or gives more than there is", () => {
    const points = [-1.5, -20, 50].map((each) => toGrade(change("marked", each), { withWritten: true }));
    expect(points).toEqual([76.5, 66, 86].map((points) => ({ state: "given", points, maxPoints: 120 })));
    expect(toGrade(change("marked", -1.5))).toMatchObject({ points: 66 });
    expect(toGrade(change("partly-marked", 1), { withWritten: true })).toMatchObject({ state: "withheld" });
  });

  it("is the automatic score unless the written part is requested", () => {
    expect(toGrade(sample("some-failed"))).toEqual({ state: "given", points: 66, maxPoints: 100 });
    expect(toGrade(sample("marked"))).toEqual({ state: "given", points: 66, maxPoints: 100 });
    expect(toGrade(sample("marked"), { withWritten: true })).toEqual({ state: "given", points: 78, maxPoints: 120 });
  });

  it.each([
    ["grader-fault", {}, /the grader failed/],
    ["partial", {}, /only 1\.3, 2\.4-fgsm was graded/],
    ["partly-marked", { withWritten: true }, /W2, W3, W4, W5 not marked yet/],
    ["submission-error", {}, /it cannot be read: The folder holds no src/],
    ["submission-error", { withWritten: true }, /it cannot be read/],
    ["grader-fault", { withWritten: true }, /the grader failed/],
  ])("is withheld, and not 0, if the result is %s with %o", (name, options, why) => {
    expect(toGrade(sample(name), options)).toEqual({ state: "withheld", why: expect.stringMatching(why) });
  });
});
