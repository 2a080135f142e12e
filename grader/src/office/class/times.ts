import { basename } from "node:path";
import { headersOf, parseSheet, textAt } from "../../shared/csv.ts";
import { UsageError } from "../../shared/errors.ts";
import { anyOf } from "../../shared/mistakes.ts";
import { readUtf8 } from "../../shared/read-utf8.ts";
import type { Course } from "../course/course.ts";
import { zoneOf } from "../course/deadline.ts";
import { parseInstant } from "../course/instant.ts";
import { parseWrittenOut } from "../course/written-out.ts";
import type { Submission } from "./discover/submission.ts";

/** Columns with the time of a submission: ours first, then those of Moodle's grading worksheet. */
const TIME_HEADERS = [
  "submitted",
  "last modified (submission)",
  "zuletzt geändert (abgabe)",
  "dernière modification (travail remis)",
];
const ID_HEADERS = ["id", "identifier", "identifiant"];
const PARTICIPANT = /^\D+(\d+)$/;

/** When submissions were handed in, in UTC, by id. */
export type Times = ReadonlyMap<string, string>;

/**
 * Reads times from Moodle's grading worksheet, whose times are in the course's zone, or a .csv with the columns id and
 * submitted. @throws UsageError that names all lines that cannot be read
 */
export async function readTimes(file: string, course: Course): Promise<Times> {
  const sheet = parseSheet(await readUtf8(file, "pass it as downloaded, without saving it in another program"), file);
  const headers = headersOf(sheet).map((header) => header.toLowerCase());
  const [idColumn, timeColumn] = [ID_HEADERS, TIME_HEADERS].map((names) =>
    headers.findIndex((each) => names.includes(each)),
  );
  if (idColumn === undefined || timeColumn === undefined || idColumn < 0 || timeColumn < 0) {
    throw new UsageError(
      `${basename(file)}:1: got the columns ${headersOf(sheet).join(", ")}, expected ${anyOf(["id and submitted", "Moodle's grading worksheet"])}`,
    );
  }
  const isMoodle = headers[timeColumn] !== TIME_HEADERS[0];
  const rows = sheet.rows.slice(1).map((row, index) => {
    const shown = textAt(row, idColumn);
    const [id, time] = [(isMoodle ? PARTICIPANT.exec(shown)?.[1] : undefined) ?? shown, textAt(row, timeColumn)];
    return { id, time, at: readTime(time, course), line: index + 2 };
  });
  const wrong = rows.filter(({ time, at }) => at === undefined && !isBlank(time));
  if (wrong.length > 0) {
    const lines = wrong.map(({ line, time }) => `${basename(file)}:${line}: got ${JSON.stringify(time)}`);
    const needed =
      'a time such as "2026-10-01T23:59:30+02:00" or "1 October 2026, 10:37 PM" (then with --course and its timezone)';
    throw new UsageError(`${lines.slice(0, 20).join("\n")}\nexpected ${needed}`);
  }
  return new Map(rows.flatMap(({ id, at }) => (at === undefined ? [] : [[id, at] as const])));
}

/** Submissions with their times; what already has one keeps it. */
export function withTimes(submissions: readonly Submission[], times: Times): readonly Submission[] {
  return submissions.map((each) => {
    const submittedAt = each.submittedAt ?? times.get(each.id);
    return submittedAt === undefined ? each : { ...each, submittedAt };
  });
}

function isBlank(time: string): boolean {
  return time === "" || time === "-";
}

function readTime(text: string, course: Course): string | undefined {
  if (isBlank(text)) return undefined;
  return parseInstant(text) ?? parseWrittenOut(text, zoneIn(course));
}

function zoneIn(course: Course): string | undefined {
  try {
    return zoneOf(course);
  } catch {
    return undefined;
  }
}
