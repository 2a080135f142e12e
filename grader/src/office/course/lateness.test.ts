import { describe, expect, test } from "vitest";
import { COURSE_SCHEMA, type Course } from "./course.ts";
import { contradictionsIn } from "./contradictions.ts";
import { latenessOf } from "./lateness.ts";
import { penaltyOf } from "./penalty.ts";

/* Deadlines, zones and clock changes of 2026: Europe on 29 March and 25 October, New York on 8 March and 1 November. */

const ZURICH = { deadline: "2026-10-01 23:59", timezone: "Europe/Zurich" };
const IN_DAYLIGHT = "2026-10-01T21:59";

function course(given: Course): Course {
  const parsed = COURSE_SCHEMA.parse(given);
  expect(contradictionsIn(parsed)).toEqual([]);
  return parsed;
}

const late = (given: Course, submittedAt: string) => {
  const { minutes, days } = latenessOf(course(given), { ids: ["s-1", "Team A"], submittedAt }) ?? {};
  return [minutes, days];
};

describe("minutes and days begun", () => {
  test.each<[why: string, course: Course, submittedAt: string, minutes: number, days: number]>([
    ["a second early", ZURICH, "2026-10-01T21:58:59Z", 0, 0],
    ["on the minute", ZURICH, `${IN_DAYLIGHT}:00Z`, 0, 0],
    ["in the minute, which counts as a whole", ZURICH, `${IN_DAYLIGHT}:59Z`, 0, 0],
    ["a second after the minute", ZURICH, "2026-10-01T22:00:00Z", 1, 1],
    [
      "a second after a deadline with seconds",
      { ...ZURICH, deadline: "2026-10-01 23:59:30" },
      "2026-10-01T21:59:31Z",
      1,
      1,
    ],
    [
      "on the second of a deadline with seconds",
      { ...ZURICH, deadline: "2026-10-01 23:59:30" },
      "2026-10-01T21:59:30Z",
      0,
      0,
    ],
    ["within the first day", ZURICH, "2026-10-02T12:00:00Z", 841, 1],
    ["at the end of the first day", ZURICH, "2026-10-02T21:59:59Z", 1440, 1],
    ["a second into the second day", ZURICH, "2026-10-02T22:00:00Z", 1441, 2],
    ["ten days and a bit", ZURICH, "2026-10-12T00:00:00Z", 14_521, 11],
    ["years", ZURICH, "2028-10-01T21:59:59Z", 1_052_640, 731],

    ["an offset in the deadline", { deadline: "2026-10-01 23:59 +02:00" }, `${IN_DAYLIGHT}:59Z`, 0, 0],
    ["UTC as Z", { deadline: "2026-10-01T23:59Z" }, "2026-10-02T00:00:00Z", 1, 1],
    ["UTC as a zone", { deadline: "2026-10-01 23:59", timezone: "UTC" }, "2026-10-02T00:00:00Z", 1, 1],
    ["an offset before the zone", { ...ZURICH, deadline: "2026-10-01 23:59 -05:00" }, "2026-10-02T04:59:00Z", 0, 0],
    ["an offset as a zone", { deadline: "2026-10-01 23:59", timezone: "+05:45" }, "2026-10-01T18:14:00Z", 0, 0],
    [
      "half an hour of Adelaide",
      { deadline: "2026-07-01 12:00", timezone: "Australia/Adelaide" },
      "2026-07-01T02:31:00Z",
      1,
      1,
    ],
    [
      "Kiribati, a day ahead",
      { deadline: "2026-10-02 13:59", timezone: "Pacific/Kiritimati" },
      "2026-10-02T00:00:00Z",
      1,
      1,
    ],
    ["anywhere on Earth", { deadline: "2026-10-01 23:59", timezone: "-12:00" }, "2026-10-02T11:59:00Z", 0, 0],
    ["midnight", { ...ZURICH, deadline: "2026-10-02 00:00" }, "2026-10-01T22:00:30Z", 0, 0],
    ["29 February", { deadline: "2028-02-29 23:59", timezone: "UTC" }, "2028-03-01T23:59:59Z", 1440, 1],
    ["the turn of a year", { deadline: "2026-12-31 23:59", timezone: "Asia/Tokyo" }, "2026-12-31T15:00:00Z", 1, 1],

    ["a day of 25 hours, in autumn", { ...ZURICH, deadline: "2026-10-24 23:59" }, "2026-10-25T22:59:59Z", 1500, 1],
    ["a second after it", { ...ZURICH, deadline: "2026-10-24 23:59" }, "2026-10-25T23:00:00Z", 1501, 2],
    ["a day of 23 hours, in spring", { ...ZURICH, deadline: "2026-03-28 23:59" }, "2026-03-29T21:59:59Z", 1380, 1],
    [
      "a second after it, in less than 24 hours",
      { ...ZURICH, deadline: "2026-03-28 23:59" },
      "2026-03-29T22:00:00Z",
      1381,
      2,
    ],
    [
      "a day of 23 hours ends when its local time is skipped",
      { ...ZURICH, deadline: "2026-03-28 02:30" },
      "2026-03-29T01:30:59Z",
      1440,
      1,
    ],
    [
      "the second day after a skipped end",
      { ...ZURICH, deadline: "2026-03-28 02:30" },
      "2026-03-30T00:30:59Z",
      2820,
      2,
    ],
    [
      "the first half past two of a repeated hour",
      { ...ZURICH, deadline: "2026-10-25 02:30 +02:00" },
      "2026-10-25T00:31:00Z",
      1,
      1,
    ],
    [
      "the second half past two of a repeated hour",
      { ...ZURICH, deadline: "2026-10-25 02:30 +01:00" },
      "2026-10-25T00:31:00Z",
      0,
      0,
    ],
    [
      "New York, in spring",
      { deadline: "2026-03-07 23:59", timezone: "America/New_York" },
      "2026-03-09T03:59:59Z",
      1380,
      1,
    ],
    [
      "New York, in autumn",
      { deadline: "2026-10-31 23:59", timezone: "America/New_York" },
      "2026-11-02T04:59:59Z",
      1500,
      1,
    ],
    [
      "half an hour of Lord Howe",
      { deadline: "2026-04-04 12:00", timezone: "Australia/Lord_Howe" },
      "2026-04-05T01:30:59Z",
      1470,
      1,
    ],
    ["an offset has no clock change", { deadline: "2026-10-24 23:59 +02:00" }, "2026-10-25T22:00:00Z", 1441, 2],

    ["within the grace", { ...ZURICH, grace: "15 minutes" }, "2026-10-01T22:14:59Z", 15, 0],
    [
      "after the grace, days count from the deadline",
      { ...ZURICH, grace: "15 minutes" },
      "2026-10-01T22:15:00Z",
      16,
      1,
    ],
    ["a grace of a day", { ...ZURICH, grace: "1 day" }, "2026-10-02T21:59:59Z", 1440, 0],
    ["after a grace of a day", { ...ZURICH, grace: "1 day" }, "2026-10-02T22:00:00Z", 1441, 2],
    [
      "a grace of hours when the clocks change",
      { ...ZURICH, deadline: "2026-10-25 01:30", grace: "2 hours" },
      "2026-10-25T01:30:59Z",
      120,
      0,
    ],

    ["an extension as a time", { ...ZURICH, extensions: { "s-1": "2026-10-05 12:00" } }, "2026-10-05T10:01:00Z", 1, 1],
    ["an extension as days", { ...ZURICH, extensions: { "s-1": "3 days" } }, "2026-10-04T21:59:59Z", 0, 0],
    [
      "an extension across a clock change",
      { ...ZURICH, deadline: "2026-10-24 23:59", extensions: { "s-1": "1 day" } },
      "2026-10-25T22:59:59Z",
      0,
      0,
    ],
    [
      "an extension in another zone",
      { ...ZURICH, extensions: { "s-1": "2026-10-05 12:00 -04:00" } },
      "2026-10-05T16:00:59Z",
      0,
      0,
    ],
    [
      "the later of two extensions",
      { ...ZURICH, extensions: { "s-1": "1 day", "Team A": "2 days" } },
      "2026-10-03T22:00:00Z",
      1,
      1,
    ],
    [
      "grace after an extension",
      { ...ZURICH, grace: "1 hour", extensions: { "s-1": "1 day" } },
      "2026-10-02T22:59:59Z",
      60,
      0,
    ],
    ["somebody else's extension", { ...ZURICH, extensions: { "s-2": "3 days" } }, "2026-10-01T22:00:00Z", 1, 1],
    [
      "an id that is a word of JavaScript",
      { ...ZURICH, extensions: { constructor: "3 days" } },
      "2026-10-01T22:00:00Z",
      1,
      1,
    ],
  ])("%s", (_, given, submittedAt, minutes, days) => {
    expect(late(given, submittedAt)).toEqual([minutes, days]);
  });

  test("unknown ones stay unknown", () => {
    expect(latenessOf({}, { ids: ["s-1"], submittedAt: "2026-10-01T22:00:00Z" })).toBeUndefined();
    expect(latenessOf(ZURICH, { ids: ["s-1"] })).toBeUndefined();
    expect(latenessOf(ZURICH, { ids: ["s-1"], isMarkedLate: true })).toEqual({
      deadline: `${IN_DAYLIGHT}:59Z`,
      minutes: null,
      days: null,
    });
  });
});

describe("the penalty", () => {
  const penalty = (perDay: string, atMost?: string) => ({
    penalty: { "per-day": perDay, ...(atMost === undefined ? {} : { "at-most": atMost }) },
  });

  test.each<[why: string, course: Course, days: number, points: number, maxPoints: number, penalty: number]>([
    ["nothing on time", penalty("10 points"), 0, 80, 100, 0],
    ["points for each day", penalty("10 points"), 2, 80, 100, 20],
    ["a share of the maximum, not of the score", penalty("10 %"), 2, 80, 120, 24],
    ["rounded down to whole points", penalty("2.5 %"), 1, 80, 100, 2],
    ["rounded once, not for each day", penalty("2.5 %"), 3, 80, 100, 7],
    ["no error of binary fractions", penalty("0.1 points"), 30, 80, 100, 3],
    ["at most a share", penalty("10 %", "25 %"), 9, 80, 100, 25],
    ["at most some points", penalty("10 percent", "25 points"), 2, 80, 100, 20],
    ["never below 0", penalty("10 points"), 9, 80, 100, 80],
    ["none of nothing", penalty("10 points"), 1, 0, 100, 0],
    ["no penalty in the course", {}, 5, 80, 100, 0],
  ])("%s", (_, given, days, points, maxPoints, taken) => {
    expect(penaltyOf(course({ ...ZURICH, ...given }), { days }, { points, maxPoints })).toEqual({
      penalty: taken,
      total: points - taken,
    });
  });

  test("is unknown if it is unknown how late it is, but not if nothing says that it is late", () => {
    const grade = { points: 80, maxPoints: 100 };
    expect(penaltyOf(penalty("10 points"), { days: null }, grade)).toBeNull();
    expect(penaltyOf({}, { days: null }, grade)).toEqual({ penalty: 0, total: 80 });
    expect(penaltyOf(penalty("10 points"), undefined, grade)).toEqual({ penalty: 0, total: 80 });
  });
});
