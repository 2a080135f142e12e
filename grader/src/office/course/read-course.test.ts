import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderMistakes } from "../../shared/mistakes.ts";
import { ROOT } from "../../shared/paths.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { parseCourse, readCourse } from "./read-course.ts";

function mistakesIn(text: string): string {
  const parsed = parseCourse(text, "course.yaml");
  return "mistakes" in parsed ? renderMistakes(parsed.mistakes) : "none";
}

test("the example in the documentation is a course", async () => {
  const page = await readFile(join(ROOT, "docs/deadlines.md"), "utf8");
  const [, example = ""] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  expect(parseCourse(example, "course.yaml")).toMatchObject({ course: { timezone: "Europe/Zurich" } });
});

test("every value is a text, whatever YAML would make of it elsewhere", () => {
  const text = `deadline: 2026-10-01 23:59\ntimezone: +02:00\nteams:\n  2: [0123, no, 1e3]\nextensions:\n  007: 3 days\n`;
  expect(parseCourse(text, "course.yaml")).toEqual({
    course: {
      deadline: "2026-10-01 23:59",
      timezone: "+02:00",
      extensions: { "007": "3 days" },
      teams: { "2": ["0123", "no", "1e3"] },
    },
  });
});

describe("a mistake has its line, what came and what was expected", () => {
  const START = "deadline: 2026-10-01 23:59\ntimezone: Europe/Zurich\n";
  const NEEDED = 'expected a date and time such as "2026-10-01 23:59" or "2026-10-01 23:59 +02:00"';

  test.each<[text: string, mistakes: string]>([
    ["", "course.yaml:1:1: the file is empty; expected title: ..."],
    [
      "- a\n",
      "course.yaml:1:1: expected title, course, points, exercises, written, deadline, timezone, grace, penalty, extensions, teams or contact",
    ],
    ["deadline: 1: 2\n", "course.yaml:1:11: this is not YAML: a text with a colon: put the text in quotes"],
    ["contact: a\ncontact: b\n", "course.yaml:2:1: this is not YAML: Map keys must be unique"],
    [
      `${START}dedline: 5\n`,
      'course.yaml:3:10: dedline: got "5", unknown key, expected title, course, points, exercises, written, deadline, timezone, grace, penalty, extensions, teams or contact',
    ],
    ["deadline: tomorrow\n", `course.yaml:1:11: deadline: got "tomorrow", ${NEEDED}`],
    ["deadline: 2026-02-29 23:59\ntimezone: UTC\n", `course.yaml:1:11: deadline: got "2026-02-29 23:59", ${NEEDED}`],
    ["deadline: 2026-10-01 24:00\ntimezone: UTC\n", `course.yaml:1:11: deadline: got "2026-10-01 24:00", ${NEEDED}`],
    ["deadline: 1.10.2026 23:59\ntimezone: UTC\n", `course.yaml:1:11: deadline: got "1.10.2026 23:59", ${NEEDED}`],
    [
      "deadline: 2026-10-01 23:59\ntimezone: CEST\n",
      'course.yaml:2:11: timezone: got "CEST", expected a time zone such as "Europe/Zurich" or an offset such as "+02:00"',
    ],
    [
      "deadline: 2026-10-01 23:59\n",
      'course.yaml:1:11: deadline: got "2026-10-01 23:59", expected a line "timezone: Europe/Zurich", or an offset such as "2026-10-01 23:59 +02:00"',
    ],
    [
      "deadline: 2026-03-29 02:30\ntimezone: Europe/Zurich\n",
      'course.yaml:1:11: deadline: got "2026-03-29 02:30", 2026-03-29 02:30 happens never in Europe/Zurich, where the clocks change: expected one with its offset, "2026-03-29 01:30 +01:00" or "2026-03-29 03:30 +02:00"',
    ],
    [
      "deadline: 2026-10-25 02:30\ntimezone: Europe/Zurich\n",
      'course.yaml:1:11: deadline: got "2026-10-25 02:30", 2026-10-25 02:30 happens twice in Europe/Zurich, where the clocks change: expected one with its offset, "2026-10-25 02:30 +02:00" or "2026-10-25 02:30 +01:00"',
    ],
    ["grace: 15 minutes\n", 'course.yaml:1:8: grace: got "15 minutes", expected a line "deadline: ..." too'],
    [
      `${START}grace: 15\n`,
      'course.yaml:3:8: grace: got "15", expected a duration such as "15 minutes", "2 hours" or "3 days"',
    ],
    [
      `${START}penalty: 10 %\n`,
      'course.yaml:3:10: penalty: got "10 %", expected per-day and at-most, each on its own line',
    ],
    [`${START}penalty:\n`, "course.yaml:3:1: penalty: expected per-day and at-most, each on its own line"],
    [`${START}penalty:\n  at-most: 50 %\n`, "course.yaml:4:3: penalty: per-day: expected a text"],
    [
      `${START}penalty:\n  per-day: 10\n`,
      'course.yaml:4:12: penalty: per-day: got "10", expected "10 points", or "10 %" of the maximum points',
    ],
    [
      `${START}penalty:\n  per-day: -5 %\n`,
      'course.yaml:4:12: penalty: per-day: got "-5 %", expected "10 points", or "10 %" of the maximum points',
    ],
    [
      `${START}penalty:\n  per-day: 101 %\n`,
      'course.yaml:4:12: penalty: per-day: got "101 %", expected "10 points", or "10 %" of the maximum points',
    ],
    [
      `${START}extensions:\n  s-1: 2026-09-30 12:00\n`,
      'course.yaml:4:8: extensions: s-1: got "2026-09-30 12:00", expected a time after the deadline',
    ],
    [`${START}extensions: [s-1]\n`, 'course.yaml:3:13: extensions: got a list, expected lines "id: deadline"'],
    [`${START}teams:\n  A: s-1\n`, 'course.yaml:4:6: teams: A: got "s-1", expected a list of ids, such as [s-1, s-2]'],
    [`${START}teams:\n  A: []\n`, "course.yaml:4:6: teams: A: got a list, expected a list of ids, such as [s-1, s-2]"],
    [
      `${START}teams:\n  A: [s-1]\n  B: [s-2, s-1]\n`,
      'course.yaml:5:12: teams: B: 1: got "s-1", expected an id that is not in A already',
    ],
    ["contact:\n", "course.yaml:1:1: contact: expected a name or an address"],
    [
      `deadline: soon\ntimezone: here\ncontact: "\\e[31m"\nx: y\n`,
      `course.yaml:1:11: deadline: got "soon", ${NEEDED}\ncourse.yaml:2:11: timezone: got "here", expected a time zone such as "Europe/Zurich" or an offset such as "+02:00"\ncourse.yaml:4:4: x: got "y", unknown key, expected title, course, points, exercises, written, deadline, timezone, grace, penalty, extensions, teams or contact`,
    ],
  ])("%j", (text, mistakes) => {
    expect(mistakesIn(text)).toBe(mistakes);
  });
});

test("a file in another encoding, or none, is refused", async () => {
  await inScratchFolder(async (folder) => {
    const file = join(folder, "course.yaml");
    await expect(readCourse(file)).rejects.toThrow("cannot be read (ENOENT)");
    await writeFile(file, Buffer.from("contact: Zoë\n", "latin1"));
    await expect(readCourse(file)).rejects.toThrow("is not UTF-8: save it as UTF-8");
    await writeFile(file, "\uFEFFcontact: Zoë\n");
    expect(await readCourse(file)).toEqual({ contact: "Zoë" });
  });
});
