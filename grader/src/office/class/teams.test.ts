import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { MOODLE_ENGLISH, MOODLE_GERMAN } from "../export/testing/sheets.ts";
import { dated } from "./dated.ts";
import type { Submission } from "./discover/submission.ts";
import { formTeams, unknownIds } from "./teams.ts";
import { readTimes, withTimes } from "./times.ts";

const TEAMS = { teams: { Gang: ["1", "2"] } };

function student(id: string, path: string, facts: Partial<Submission> = {}): Submission {
  const nothing = { kind: "nothing", problem: "nothing was handed in" } as const;
  return { id, name: `Student ${id}`, location: path === "" ? nothing : { kind: "path", path }, ...facts };
}

describe("a team", () => {
  const MEMBERS = [
    { id: "1", name: "Student 1" },
    { id: "2", name: "Student 2" },
  ];

  test("is one submission, whether one member handed it in or each the same", () => {
    const both = formTeams([student("1", "a.zip"), student("2", "a.zip"), student("3", "a.zip")], TEAMS);
    expect(both).toEqual([
      student("3", "a.zip"),
      { id: "Gang", name: "Gang", team: MEMBERS, location: { kind: "path", path: "a.zip" } },
    ]);
    const [one] = formTeams([student("1", "", { submittedAt: "2026-10-01T20:00:00Z" }), student("2", "b.zip")], TEAMS);
    expect(one).toEqual({ id: "Gang", name: "Gang", team: MEMBERS, location: { kind: "path", path: "b.zip" } });
  });

  test("is known by its name in the LMS too, and by a member's user in Canvas", () => {
    const lms = { kind: "moodle", participantId: "77" } as const;
    const [group] = formTeams([student("77", "g", { name: "Gang", lms })], TEAMS);
    expect(group).toMatchObject({ id: "Gang", lms, team: [{ id: "1" }, { id: "2", name: "2" }] });
  });

  test("with different hand-ins waits for a person", () => {
    const [one] = formTeams([student("1", "a.zip"), student("2", "b.zip")], TEAMS);
    expect(one?.location).toEqual({
      kind: "nothing",
      problem:
        '"Student 1" (1) and "Student 2" (2) are one team and handed in different files: keep the folder of one of them ' +
        "among the submissions, move the others away, and repeat the command with --resume",
    });
  });

  test("has the text that one member entered beside the files of another; a second text is told", () => {
    const text = (id: string): Submission => {
      const location = { kind: "nothing", problem: "text", onlineText: `${id}.html` } as const;
      return { id, name: `Student ${id}`, location };
    };
    const [one] = formTeams([student("1", "a"), text("2")], TEAMS);
    expect(one).toMatchObject({ location: { kind: "path", path: "a", onlineText: "2.html" } });
    expect(one?.notes).toBeUndefined();
    const own = student("1", "a", { location: { kind: "path", path: "a", onlineText: "1.html" } });
    const [two] = formTeams([own, text("2")], TEAMS);
    expect(two).toMatchObject({ location: own.location, notes: [expect.stringContaining('"Student 2" entered')] });
    expect(formTeams([text("1"), text("2")], TEAMS)[0]?.location.kind).toBe("nothing");
  });

  test("was handed in when the last member did", () => {
    const at = (time: string) => ({ submittedAt: `2026-10-01T${time}Z` });
    const [one] = formTeams([student("1", "a", at("20:00:00")), student("2", "a", at("21:00:00"))], TEAMS);
    expect(one?.submittedAt).toBe("2026-10-01T21:00:00Z");
  });

  test("that nobody hands in, or an extension for nobody, is told and no submission", () => {
    const course = { ...TEAMS, extensions: { "1": "1 day", "9": "1 day" } };
    const formed = formTeams([student("3", "a")], course);
    expect(formed).toEqual([student("3", "a")]);
    expect(unknownIds(formed, course)).toEqual(["1", "9", "Gang"]);
    expect(unknownIds(formTeams([student("1", "a")], course), course)).toEqual(["9"]);
  });
});

describe("times from a file", () => {
  const ZURICH = { timezone: "Europe/Zurich" };
  const read = async (text: string, course = {}): Promise<Readonly<Record<string, string>>> => {
    let found: Readonly<Record<string, string>> = {};
    await inScratchFolder(async (folder) => {
      await writeFile(join(folder, "times.csv"), text);
      found = Object.fromEntries(await readTimes(join(folder, "times.csv"), course));
    });
    return found;
  };

  test("are those of Moodle's worksheet, in the course's zone", async () => {
    const at = "2026-10-01T08:37:00Z";
    expect(await read(MOODLE_ENGLISH, ZURICH)).toEqual({ "101": at, "102": at, "103": at });
    expect(await read(MOODLE_GERMAN, ZURICH)).toEqual({ "101": at, "102": at });
    const french = MOODLE_ENGLISH.replace("Last modified (submission)", "Dernière modification (travail remis)");
    const morning = "Thursday, 1 October 2026, 10:37 AM";
    expect(await read(french.replaceAll(morning, "jeudi 1 août 2026, 22:37"), ZURICH)).toMatchObject({
      "101": "2026-08-01T20:37:00Z",
    });
    expect(await read(MOODLE_ENGLISH.replace(morning, "Sunday, 25 October 2026, 2:30 AM"), ZURICH)).toMatchObject({
      "101": "2026-10-25T00:30:00Z",
    });
    expect(await read(MOODLE_ENGLISH.replace(morning, "Friday, 2 October 2026, 12:05 AM"), ZURICH)).toMatchObject({
      "101": "2026-10-01T22:05:00Z",
    });
  });

  test("are those of any table with id and submitted; all lines that cannot be read are named", async () => {
    expect(await read("id,submitted\ns-1,2026-10-01T23:59:30+02:00\ns-2,\n")).toEqual({
      "s-1": "2026-10-01T21:59:30Z",
    });
    await expect(read("id,submitted\ns-1,2026-10-01 23:59\ns-2,soon\n", ZURICH)).rejects.toThrow(
      /^times\.csv:2: got "2026-10-01 23:59"\ntimes\.csv:3: got "soon"\nexpected a time such as/,
    );
    await expect(read(MOODLE_ENGLISH)).rejects.toThrow(/with --course and its timezone/);
    await expect(read("id,name\ns-1,Ada\n")).rejects.toThrow(/times\.csv:1: got the columns id, name, expected id and/);
  });

  test("are for submissions that have none", () => {
    const times = new Map([
      ["1", "2026-10-01T20:00:00Z"],
      ["2", "2026-10-01T20:00:00Z"],
    ]);
    const own = student("2", "b", { submittedAt: "2026-10-01T09:00:00Z" });
    expect(withTimes([student("1", "a"), own, student("3", "c")], times)).toEqual([
      student("1", "a", { submittedAt: "2026-10-01T20:00:00Z" }),
      own,
      student("3", "c"),
    ]);
  });
});

test("an entry's lateness follows the course, and goes with it", () => {
  const entry = { id: "Gang", name: "Gang", status: "pending", submittedAt: "2026-10-02T21:00:00Z" } as const;
  const team = [{ id: "1", name: "Ada" }];
  const course = { deadline: "2026-10-01 23:59 +02:00", extensions: { "1": "1 day" } };
  const late = dated(entry, course);
  expect(late.lateness).toEqual({ deadline: "2026-10-01T21:59:59Z", minutes: 1381, days: 1 });
  expect(dated({ ...entry, team }, course).lateness).toMatchObject({ minutes: 0, days: 0 });
  expect(dated(late, undefined)).toEqual(entry);
  const lms = { kind: "canvas", userId: "1", late: true } as const;
  const marked = { id: "1", name: "Ada", status: "pending", lms } as const;
  expect(dated(marked, course).lateness).toMatchObject({ minutes: null, days: null });
});
