import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseClassFile, type ClassFile } from "../office/class/class-file.ts";
import { gradeClass as gradeClassHere, type ClassOptions } from "../office/class/grade-class.ts";
import { mergeClasses } from "../office/class/merge-shards.ts";
import { UsageError } from "../shared/errors.ts";
import { OVERVIEW_FILES } from "../office/overview/files.ts";
import { graderVersion } from "../pipeline/grade/grader-version.ts";
import { isolationForOurs } from "../pipeline/run/isolation/index.ts";
import { parseResult } from "../pipeline/score/result.ts";
import { parse } from "./testing/parse.ts";
import { textsIn } from "../workshop/corpus/texts-in.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { CHEAP, writeSmallClass } from "../shared/testing/small-class.ts";

/* The commands in separate processes, on a small class that is graded once. */

let folder: string;
let first: Ended;

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "class-test-"));
  await writeSmallClass(join(folder, "in"));
  first = await gradeClass("--out", "first", "--seed", "7");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(command: string, args: readonly string[]) {
  const child = spawn(process.execPath, [...commandLine(command), ...args], { cwd: folder });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, "close").then(([status]): Ended => ({ status: status as number | null, ...output }));
  return { child, output, ended };
}

const command = (name: string, ...args: readonly string[]): Promise<Ended> => start(name, args).ended;
const gradeClass = (...args: readonly string[]): Promise<Ended> =>
  command("grade-class", "in", "--only", CHEAP, "--cache", "cache", "--engine", "wasm", ...args);
const readClass = async (name: string) =>
  parseClassFile(JSON.parse(await readFile(join(folder, name, "class.json"), "utf8")));

describe("a class", () => {
  test("is graded to the end: no submission stops it, and only submissions with a result have a score", async () => {
    expect([first.status, first.stderr.split("\n")[0]]).toEqual([
      0,
      expect.stringMatching(/^5 submissions, \d at a time, engine wasm, isolation (bubblewrap|node), seed 7$/),
    ]);
    const { submissions, grader } = await readClass("first");
    expect(grader).toMatchObject({ engine: "wasm", seed: 7 });
    const scored = { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), maxScore: expect.any(Number) };
    const [ada, right, hours, odd, kim] = submissions;
    expect(ada).toEqual({
      id: "Ada",
      name: "Ada",
      status: "graded",
      folder: expect.stringMatching(/^Ada-/),
      ...scored,
      score: 0,
    });
    expect(right).toMatchObject({ id: "ada", status: "graded", folder: expect.stringMatching(/^ada-/), ...scored });
    expect(right).toMatchObject({ score: (right as { maxScore: number }).maxScore });
    expect(hours).toMatchObject({
      id: "hours",
      status: "submission-error",
      problem: expect.stringMatching(/^In homework\.tar\.gz: The tar archive has too many headers/),
    });
    expect(odd).toEqual({
      id: "odd.rar",
      name: "odd.rar",
      status: "unreadable",
      problem: expect.stringMatching(/^"odd\.rar" is not an archive this grader reads/),
    });
    expect(kim).toMatchObject({
      id: "김민준.zip",
      name: "김민준",
      folder: "김민준",
      sha256: (right as { sha256: string }).sha256,
    });
  });

  test("has a folder with reports for each readable submission, and none for the others", async () => {
    const { submissions } = await readClass("first");
    const folders = submissions.flatMap((each) => ("folder" in each ? [each.folder] : []));
    expect((await readdir(join(folder, "first"))).sort()).toEqual([...folders, "class.json", ...OVERVIEW_FILES].sort());
    for (const each of folders) {
      expect((await readdir(join(folder, "first", each))).sort()).toEqual(["report.html", "report.md", "result.json"]);
    }
    const result = parseResult(JSON.parse(await readFile(join(folder, "first", "김민준", "result.json"), "utf8")));
    expect(result).toMatchObject({ submission: { name: "김민준" }, grader: { seed: 7 }, only: [CHEAP] });
  });

  test("is printed as a table, with submissions without a score listed separately, and line by line while it runs", () => {
    expect(first.stdout).toMatch(/^ {2}Ada +0\/\d$/m);
    expect(first.stdout).toMatch(
      /Cannot be read, so no score: .*\n {4}hours: .*\n(?: {6}.*\n)* {4}odd\.rar: "odd\.rar" is not an archive/,
    );
    expect(first.stdout).toMatch(/5 submissions: 3 graded, median \d, 2 cannot be read/);
    expect(Math.max(...first.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(first.stderr.match(/^\[\d\/5\] .*, \d running, .* left$/gm)).toHaveLength(5);
  });
});

test("the overview can be written again, and a folder without a class is refused", async () => {
  const texts = (): Promise<string[]> =>
    Promise.all(OVERVIEW_FILES.map((file) => readFile(join(folder, "first", file), "utf8")));
  const before = await texts();
  const again = await command("overview", "first");
  expect([again.status, again.stdout, again.stderr]).toEqual([
    0,
    "first/overview.html, .csv and .json: 5 submissions\nFor manual review: 3, listed in the overview.\n",
    "",
  ]);
  expect(await texts()).toEqual(before);
  expect(await command("overview", "in")).toMatchObject({ status: 2, stdout: "" });
});

test("whose points differ from those of another class is listed, and written as CSV", async () => {
  const alone = await gradeClass("--out", "first", "--resume", "--changed-by", "first");
  expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining("--changed-by first is --out too")]);
  expect((await gradeClass("--out", "again", "--changed-by", "none")).status).toBe(2);

  const again = await gradeClass("--out", "again", "--changed-by", "first");
  expect(again.stdout).toContain("nobody is touched: all points are as before");
  expect((await readClass("again")).grader.seed).toBe(7);
  expect(await readFile(join(folder, "again", "changes.csv"), "utf8")).toMatch(
    /^\uFEFF?name,id,check,before,after,[^\n]*\n$/,
  );
});

describe("a second run", () => {
  test("into the same folder grades nothing and keeps every byte and every mark", async () => {
    await cp(join(folder, "first"), join(folder, "marked"), { recursive: true });
    const file = join(folder, "marked", "김민준", "result.json");
    const marked = (await readFile(file, "utf8")).replace('"points": null', '"points": 1');
    await writeFile(file, marked);
    const again = await gradeClass("--out", "marked", "--cache", "another");
    expect([again.status, again.stderr.match(/\(cached\)/g)?.length]).toEqual([0, 4]);
    expect(await readFile(file, "utf8")).toBe(marked);
    expect(again.stderr).toContain("seed 7");
  });

  test("into another folder takes results from the cache", async () => {
    expect(await hows({ out: "elsewhere", seed: 7 })).toEqual(["cached", "cached", "cached", "cached", "without"]);
    expect(await textsIn(join(folder, "elsewhere"))).toEqual(await textsIn(join(folder, "first")));
  });

  test("with a course grades nothing again, and keeps when and how late each is without another --course", async () => {
    const [one, two, three] = (await readClass("first")).submissions.filter((each) => "folder" in each);
    const course = {
      deadline: "2026-10-01 23:59 +02:00",
      penalty: { "per-day": "10 %" },
      teams: { Gang: [two!.id, "elsewhere"] },
    };
    const times = new Map([
      [one!.id, "2026-10-01T20:00:00Z"],
      [two!.id, "2026-10-03T06:00:00Z"],
    ]);
    const out = "late";
    expect(await hows({ out, seed: 7, course, times })).toEqual(["cached", "cached", "cached", "cached", "without"]);
    expect(await hows({ out, times })).toEqual(["kept", "kept", "kept", "kept", "without"]);
    const late = await readClass(out);
    expect(late.course).toEqual(course);
    const entries = new Map(late.submissions.map((each) => [each.id, each]));
    expect(entries.get(one!.id)).toMatchObject({ submittedAt: times.get(one!.id), lateness: { minutes: 0, days: 0 } });
    expect(entries.get("Gang")).toMatchObject({
      team: [{ id: two!.id, name: two!.name }, { id: "elsewhere" }],
      lateness: { deadline: "2026-10-01T21:59:59Z", minutes: 1921, days: 2 },
    });
    expect(entries.get(three!.id)).not.toHaveProperty("lateness");
    expect(entries.has(two!.id)).toBe(false);
    const folderOf = (entry: ClassFile["submissions"][number]): string => ("folder" in entry ? entry.folder : "");
    const before = await readFile(join(folder, "first", folderOf(one!), "result.json"), "utf8");
    expect(await readFile(join(folder, out, folderOf(entries.get(one!.id)!), "result.json"), "utf8")).toBe(before);
  });

  test("grades again only what was lost or damaged", async () => {
    await cp(join(folder, "first"), join(folder, "damaged"), { recursive: true });
    const { submissions } = await readClass("damaged");
    const [Ada, ada] = submissions.map((each) => ("folder" in each ? join(folder, "damaged", each.folder) : ""));
    await rm(join(Ada!, "report.html"));
    await writeFile(join(ada!, "result.json"), "{");
    // Left by a run that was killed between writing a file and renaming it.
    for (const name of ["class.json.1464750482", "overview.html.77"]) {
      await writeFile(join(folder, "damaged", name), '{"schema":');
    }
    expect(await hows({ out: "damaged", resume: true })).toEqual(["cached", "cached", "kept", "kept", "without"]);
    expect(await textsIn(join(folder, "damaged"))).toEqual(await textsIn(join(folder, "first")));
  });
});

test("merged shards equal the class graded in one run, in any order and even if merged repeatedly", async () => {
  const at = (name: string): string => join(folder, name);
  for (const index of [1, 2, 3]) await hows({ out: `part-${index}`, seed: 7, shard: { index, of: 3 } });
  const some = await mergeClasses([at("part-3"), at("part-1")], at("merged"));
  expect(some).toMatchObject({ shards: { of: 3, parts: [1, 3] } });
  await mergeClasses([at("part-2")], at("merged"));
  expect(await textsIn(at("merged"))).toEqual(await textsIn(at("first")));
  await mergeClasses([at("part-2"), at("merged"), at("part-1")], at("merged"));
  expect(await textsIn(at("merged"))).toEqual(await textsIn(at("first")));
});

/** Grades the class in this process, from the cache where it can. @returns how each got its result, sorted */
async function hows(options: Partial<ClassOptions>): Promise<readonly string[]> {
  const found: string[] = [];
  await gradeClassHere({
    source: join(folder, "in"),
    layout: "auto",
    cacheFolder: join(folder, "cache"),
    engine: "wasm",
    isolation: await isolationForOurs(),
    graderVersion: await graderVersion(),
    only: [CHEAP],
    resume: false,
    signal: new AbortController().signal,
    events: {
      onStart: () => undefined,
      onBegun: () => undefined,
      onFinished: ({ how }) => void found.push(how),
    },
    ...options,
    out: join(folder, options.out ?? "no"),
  });
  return found.sort();
}

describe("a run with fewer submissions than the class", () => {
  const ids = async (name: string) => (await readClass(name)).submissions.map(({ id }) => id);

  test("is refused; with --add it keeps the others, and with --drop it leaves them out", async () => {
    await cp(join(folder, "first"), join(folder, "late"), { recursive: true });
    await cp(join(folder, "in", "ada"), join(folder, "latecomers", "Zoë"), { recursive: true });
    await cp(join(folder, "in", "김민준.zip"), join(folder, "latecomers", "ADA.zip"));
    const before = await textsIn(join(folder, "late"));
    const late = { source: join(folder, "latecomers"), out: "late", resume: true } as const;
    await expect(hows(late)).rejects.toThrow(/late has 5 students who are not in .*'Ada', .* and \d more|--add keeps/);
    expect(await textsIn(join(folder, "late"))).toEqual(before);
    expect(await hows({ ...late, previous: "keep" })).toEqual(["cached", "cached"]);
    expect(await ids("late")).toEqual(["ADA.zip", "Ada", "Zoë", "ada", "hours", "odd.rar", "김민준.zip"]);
    const now = await textsIn(join(folder, "late"));
    for (const [path, text] of Object.entries(before).filter(([path]) => path.includes("/")))
      expect(now[path]).toBe(text);
    expect(await hows({ ...late, previous: "keep" })).toEqual(["kept", "kept"]);
    expect(await hows({ ...late, previous: "drop" })).toEqual(["kept", "kept"]);
    expect(await ids("late")).toEqual(["ADA.zip", "Zoë"]);
  });
});

test("a doubtful class is graded only if somebody says that it is right", async () => {
  await cp(join(folder, "in", "ada"), join(folder, "doubtful", "ada"), { recursive: true });
  await writeFile(join(folder, "doubtful", "Grades.csv"), "");
  const doubtful = { source: join(folder, "doubtful"), out: "sure", seed: 7 } as const;
  await expect(hows(doubtful)).rejects.toThrow(/--skip <names>, .*--as-is\n {2}'Grades\.csv' is neither a folder nor/);
  expect(await readdir(folder)).not.toContain("sure");
  expect(await hows({ ...doubtful, skip: ["Grades.csv"] })).toEqual(["cached"]);
  expect(await hows({ ...doubtful, out: "as-is", asIs: true })).toEqual(["cached", "without"]);
});

describe("bad usage writes nothing", () => {
  test.each<readonly [string, Partial<ClassOptions>, RegExp]>([
    ["a shard without a seed", { shard: { index: 1, of: 2 } }, /^--shard needs --seed/],
    ["results among submissions", { out: "in/no" }, /in\/no is among the submissions: choose a folder outside/],
    ["a seed that differs from the class's", { out: "first", seed: 8 }, /graded with seed 7, not 8; choose another/],
    ["other checks", { out: "first", only: ["1.1"] }, /graded with --only hingeLoss\.values, not 1\.1;/],
    ["a shard of a whole class", { out: "first", shard: { index: 1, of: 2 } }, /shard of the whole class, not 1\/2;/],
    ["a missing folder", { source: "nowhere" }, /^nowhere does not exist/],
    ["a class.json of another program", { out: "foreign" }, /foreign\/class\.json is not a class\.json of this grader/],
  ])("%s", async (_, options, message) => {
    await cp(join(folder, "in", "ada", "src"), join(folder, "foreign"), { recursive: true });
    await writeFile(join(folder, "foreign", "class.json"), "{}");
    const before = await textsIn(join(folder, "first"));
    const refusal = await hows(options).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    expect((refusal as Error).message).toMatch(message);
    expect(await readdir(folder)).not.toContain("no");
    expect(await textsIn(join(folder, "first"))).toEqual(before);
  });

  test("and ends with exit 2", async () => {
    const ended = await command("grade-class", "nowhere", "--out", "no");
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([
      2,
      "",
      expect.stringMatching(/^error: nowhere does not/),
    ]);
    const merge = await command("merge", "in", "--out", "no");
    expect([merge.status, merge.stderr]).toEqual([
      2,
      "error: in contains no class.json: grade it with ./robustness-lab grade-class\n",
    ]);
  });

  test.each([
    [["in"], /required option '--out <dir>' not specified/],
    [["in", "--out", "no", "--shard", "3/2"], /Expected a part and the number of parts/],
    [["in", "--out", "no", "--jobs", "0"], /Expected an integer from 1 to 512/],
    [["in", "--out", "no", "--seed", "0"], /0 is not a seed/],
    [["in", "--out", "no", "--layout", "blackboard"], /Allowed choices are auto, plain, moodle, canvas/],
    [["in", "--out", "no", "--add", "--drop"], /cannot be used with option/],
  ])("%j", async (args, message) => {
    await expect(parse(["grade-class", ...args])).rejects.toThrow(message);
  });
});
