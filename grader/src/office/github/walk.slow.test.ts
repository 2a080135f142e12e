import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT, SOLUTION_FOLDER } from "../../shared/paths.ts";
import { parseClassFile, type ClassFile } from "../class/class-file.ts";
import { push, startCourse, type CourseOnGithub, type Ended } from "./testing/course-on-github.ts";

/*
 * Walks docs/github.md with a class of 102 (two pages of GitHub's lists) against a stand-in for GitHub. Most
 * commands are stopped in the middle and repeated. Five students hand in work of their own, the others the template.
 */

const STUDENTS = 102;
const ACTIVE = 5;
const IN_TIME = "2026-09-30T12:00:00Z";
const LATE = "2026-10-02T12:00:00Z";
const DEADLINE = "2026-10-01T23:59+02:00";
const FORMAT = ["--org", "cs433"];
const MAKE = ["repositories", "class.csv", ...FORMAT, "--template", "cs433/lab-template", "--pause", "10"];
const COLLECT = ["collect", "roster.csv", "--out", "collected", "--before", DEADLINE];
const GRADE = ["grade-class", "collected/roster.csv", "--out", "class", "--seed", "7", "--engine", "wasm"];
const COMMENT = ["comment", "class", "--roster", "collected/roster.csv", "--pause", "0"];

const login = (number: number): string => `student-${String(number).padStart(3, "0")}`;
const repository = (number: number): string => `lab-${login(number)}`;

let course: CourseOnGithub;
let solution: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "github-walk-"));
  solution = await filesIn(join(SOLUTION_FOLDER, "src"), "src");
  course = await startCourse(folder, await filesIn(join(ROOT, "template/src"), "src"));
  const rows = Array.from({ length: STUDENTS }, (_, index) => `${index + 1},Student ${index + 1},${login(index + 1)}`);
  await writeFile(join(folder, "class.csv"), `id,name,github\n${rows.join("\n")}\n,,\n999,Left the Course,\n`);
});
afterAll(async () => {
  course.github.close();
  await rm(course.folder, { recursive: true, force: true });
});

/** What a student hands in: the solution without one of its files, another one for each. */
function workOf(number: number): ReadonlyMap<string, Uint8Array> {
  const files = [...solution];
  return new Map(files.filter((_, index) => index !== (number - 1) % files.length));
}

const made = () => course.github.requests.filter(({ path, status }) => path.endsWith("/generate") && status === 201);
const count = (methods: readonly string[]) =>
  course.github.requests.filter(({ method }) => methods.includes(method)).length;
const isLine = (number: number) => (stderr: string) => stderr.includes(`\n${number}/${STUDENTS} `);
const classFile = async (): Promise<ClassFile> =>
  parseClassFile(JSON.parse(await readFile(join(course.folder, "class/class.json"), "utf8")));

describe(`a class of ${STUDENTS} on GitHub`, () => {
  test("gets a repository and an invitation each, though the command is stopped and killed", async () => {
    const dry = await course.run([...MAKE, "--dry-run"]);
    expect(dry.stdout).toContain(
      `\n${STUDENTS} of ${STUDENTS} would be made: ${2 * STUDENTS} requests that write, about `,
    );
    expect(count(["POST", "PUT"])).toBe(0);

    const stopped = await course.run(MAKE, { interrupt: { signal: "SIGINT", when: isLine(40) } });
    expect(stopped, stopped.stderr).toMatchObject({ code: 1 });
    const killed = await course.run(MAKE, { interrupt: { signal: "SIGKILL", when: isLine(90) } });
    expect(killed.signal).toBe("SIGKILL");
    expect(made().length).toBeLessThan(100);

    course.github.refusals.push(
      { status: 403, headers: { "retry-after": "1" }, message: "You have exceeded a secondary rate limit" },
      { status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } },
    );
    const finished = await course.run([...MAKE, "--protect"]);
    expect(finished, finished.stderr).toMatchObject({ code: 0 });
    expect(finished.stdout).toBe(`${STUDENTS} of ${STUDENTS} students have a repository in cs433 and an invitation\n`);
    expect(made()).toHaveLength(STUDENTS);
    expect([...course.github.invitations]).toHaveLength(STUDENTS);
    expect([...course.github.invitations].every(([name, who]) => who.length === 1 && name === `lab-${who[0]}`)).toBe(
      true,
    );
    // A repository, an invitation, two rules, and two requests that were refused.
    expect(count(["POST", "PUT"])).toBeLessThanOrEqual(2 * STUDENTS + 2 + 2 + 2);
  });

  test("becomes a roster by two requests", async () => {
    course.github.requests.length = 0;
    const ended = await course.run(["roster", "class.csv", ...FORMAT]);
    expect(ended, ended.stderr).toMatchObject({
      code: 0,
      stdout: `roster.csv: ${STUDENTS} rows, ${STUDENTS} with a repository\n`,
    });
    expect(ended.stderr).toBe(`class.csv:${STUDENTS + 3}: skipped, Left the Course has no name on GitHub\n`);
    expect(course.github.requests).toHaveLength(2);
  });

  test("is collected as it was at the deadline, though the command is stopped", async () => {
    for (let number = 1; number <= ACTIVE; number += 1) {
      await push(course.github.folderOf(repository(number)), IN_TIME, workOf(number));
    }
    await push(course.github.folderOf(repository(2)), LATE, solution);
    const stopped = await course.run(COLLECT, {
      interrupt: { signal: "SIGINT", when: (stderr) => stderr.includes("\n30: fetched") },
    });
    expect(stopped, stopped.stderr).toMatchObject({ code: 1 });
    const ended = await course.run(COLLECT);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toBe(`${STUDENTS} of ${STUDENTS} are in collected; collected/roster.csv lists their paths\n`);
    expect(ended.stderr).toMatch(/^2: fetched, commit [0-9a-f]{12} of 2026-09-30T12:00:00Z, 1 later left out$/m);
  });

  test("is graded without a token, though the command is killed", async () => {
    const without = { SUBMISSIONS_TOKEN: "", SETUP_TOKEN: "", GITHUB_API_URL: "http://127.0.0.1:9" };
    const killed = await course.run(GRADE, {
      env: without,
      interrupt: { signal: "SIGKILL", when: (stderr) => stderr.includes(`[20/${STUDENTS}]`) },
    });
    expect(killed.signal).toBe("SIGKILL");
    const ended = await course.run([...GRADE, "--resume"], { env: without });
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    const { submissions } = await classFile();
    expect(submissions.every(({ status }) => status === "graded" || status === "submission-error")).toBe(true);
    const scores = submissions.flatMap((each) => (each.status === "graded" ? [each.score] : []));
    expect(scores.filter((score) => score > 50)).toHaveLength(ACTIVE);
  });

  test("gets one comment each, though the command is stopped", async () => {
    const dry = await course.run([...COMMENT, "--dry-run"]);
    expect(dry).toMatchObject({ code: 0 });
    expect(course.github.comments.size).toBe(0);
    const stopped = await course.run(COMMENT, { interrupt: { signal: "SIGINT", when: isLine(50) } });
    expect(stopped, stopped.stderr).toMatchObject({ code: 1 });
    const ended = await course.run(COMMENT);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect([...course.github.comments.values()].map((each) => each.length)).toEqual(Array(STUDENTS).fill(1));
  });

  test("is graded again after a push: one comment more, everything else stays", async () => {
    const before = new Map((await classFile()).submissions.map((each) => [each.id, each]));
    await push(course.github.folderOf(repository(3)), IN_TIME, solution);
    for (const words of [COLLECT, [...GRADE, "--resume"], COMMENT]) expectDone(await course.run(words));
    const changed = (await classFile()).submissions.filter(
      (each) => JSON.stringify(each) !== JSON.stringify(before.get(each.id)),
    );
    expect(changed).toMatchObject([{ id: "3", status: "graded", score: 100 }]);
    expect([...course.github.comments.values()].flat()).toHaveLength(STUDENTS + 1);
  });
});

function expectDone(ended: Ended): void {
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
}

async function filesIn(folder: string, under: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((each) => each.isFile() && !each.name.endsWith(".test.ts"))
    .map((each) => join(each.parentPath, each.name))
    .sort();
  return new Map(
    await Promise.all(paths.map(async (path) => [path.replace(folder, under), await readFile(path)] as const)),
  );
}
