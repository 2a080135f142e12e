import { stat } from "node:fs/promises";
import { collect, type Collected } from "../office/class/collect.ts";
import { discoverRoster } from "../office/class/discover/roster.ts";
import { beforeDeadline, beforeMoment } from "../office/course/before.ts";
import { readCourse } from "../office/course/read-course.ts";
import { UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";

interface Options {
  readonly out: string;
  readonly before?: string;
  readonly course?: string;
}

/** Fetches the commits in a roster and prints a line for each. */
export async function collectRoster(roster: string, options: Options, signal: AbortSignal): Promise<number> {
  if (!(await isFile(roster))) throw new UsageError(`${roster} is not a file: expected a roster (.csv)`);
  const { out } = options;
  const before = await readLimit(options);
  const entries = await discoverRoster(roster, { anyRef: true });
  const { SUBMISSIONS_TOKEN: secret, GITHUB_SERVER_URL: server = "https://github.com" } = process.env;
  const collected = await collect(entries, out, {
    ...(secret === undefined || secret === "" ? {} : { token: { server, secret } }),
    ...(before === undefined ? {} : { before: ({ id }) => before(id) }),
    signal,
    onCollected: (one) => console.error(lineOf(one)),
  });
  if (signal.aborted) return EXIT.fault;
  const fetched = collected.filter(({ status }) => status === "fetched").length;
  console.log(`${fetched} of ${collected.length} are in ${out}; ${out}/roster.csv lists their paths`);
  return collected.some(({ status }) => status === "fault") ? EXIT.fault : EXIT.done;
}

/** Until when commits count, by the ids of a student. */
async function readLimit({ before, course }: Options) {
  if (before !== undefined && course !== undefined) {
    throw new UsageError("--before and --course both say until when commits count: keep one");
  }
  if (before !== undefined) return beforeMoment(before);
  return course === undefined ? undefined : beforeDeadline(await readCourse(course));
}

function lineOf(one: Collected): string {
  if (one.status !== "fetched") return `${one.id}: ${one.problem}`;
  const { id, origin, submittedAt, notes } = one;
  const commit = origin === undefined ? [] : [`commit ${origin.commit.slice(0, 12)} of ${submittedAt ?? "unknown"}`];
  return [`${id}: fetched`, ...commit, ...notes].join(", ");
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
