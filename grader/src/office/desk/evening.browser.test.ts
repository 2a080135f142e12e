import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { launchChromium } from "../../shared/testing/chromium.ts";
import { commandLine } from "../../shared/testing/command-line.ts";
import { makeClassFolder, openDeskPage, type ClassFolder, type DeskPage } from "./testing/desk-page.ts";

/* A whole evening by real keys: two markers share a class, a third settles where they differ, and the gradebook is filled. */

const MINUTES_MS = 8 * 60_000;
const COMMENT = "Why is $\\lvert w \\cdot \\delta \\rvert$ at most that?";

let browser: Browser;
let folder: ClassFolder;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  folder = await makeClassFolder(12, 7);
});
afterAll(async () => {
  await browser.close();
  await folder.remove();
});

type Verdict = "all" | "none" | "first and third";

/** What a marker thinks of an answer. Bob is stricter with every third student on W1. */
function verdictOf(marker: "Ada" | "Bob", student: string, question: string): Verdict {
  const number = Number(student.slice(1)) + Number(question.slice(1));
  if (marker === "Bob" && question === "W1" && isDisputed(student)) return "none";
  return (["all", "none", "first and third"] as const)[number % 3]!;
}

/** Where Ada gives "all" or "first and third", and Bob nothing. */
function isDisputed(student: string): boolean {
  return Number(student.slice(1)) % 3 !== 0;
}

const KEYS: Readonly<Record<Verdict, readonly string[]>> = {
  all: ["f", "u"],
  none: ["0", ".", "u"],
  "first and third": ["1", "3", "u"],
};

function pointsFor(verdict: Verdict, question: string): number {
  const { criteria, maxPoints } = WRITTEN_QUESTIONS.find(({ id }) => id === question)!;
  if (verdict === "all") return maxPoints;
  return verdict === "none" ? 0 : criteria[0]!.points + (criteria[2]?.points ?? 0);
}

/** Marks everything that is unmarked. The comment is typed once per question and then repeated. */
async function markAll(marker: "Ada" | "Bob", desk: DeskPage, answers: number): Promise<void> {
  const said = new Set<string>();
  for (let index = 0; index < answers; index += 1) {
    // page.url() lags behind the page on a busy machine.
    const question = /^#question\/(W\d)\//.exec(await desk.page.evaluate("location.hash"))![1]!;
    const student = folder.folderOf(await desk.shown());
    const verdict = verdictOf(marker, student, question);
    if (verdict === "none" && !said.has(question)) await write(desk, COMMENT);
    if (verdict === "none") said.add(question);
    await desk.press(...KEYS[verdict]);
  }
  await desk.page.locator("#notice", { hasText: "Nothing is left" }).waitFor();
  await desk.saved();
}

async function write({ page, press }: DeskPage, comment: string): Promise<void> {
  await press("c");
  await page.keyboard.type(comment);
  await press("Escape");
}

async function evening(args: readonly string[], use: (desk: DeskPage) => Promise<void>): Promise<void> {
  const desk = await openDeskPage(browser, folder.folder, args);
  try {
    await use(desk);
    expect({ requests: desk.requests, alarms: desk.alarms }).toEqual({ requests: [], alarms: [] });
  } finally {
    await desk.close();
  }
}

function run(...words: readonly string[]) {
  return execa(process.execPath, commandLine(...words), { reject: false, all: true });
}

/** The number of unmarked answers on the tabs. */
async function open({ page }: DeskPage): Promise<number> {
  const tabs = await page.locator(".tab .count").allInnerTexts();
  return tabs.map((each) => each.split("/").map(Number)).reduce((sum, [done, all]) => sum + all! - done!, 0);
}

test(
  "two markers, a third who settles, and the gradebook has the points",
  async () => {
    let answers = 0;
    for (const [marker, share] of [
      ["Ada", "1/2"],
      ["Bob", "2/2"],
    ] as const) {
      await evening(["--marker", marker, "--share", share], async (desk) => {
        const count = await open(desk);
        answers += count;
        await markAll(marker, desk, count);
      });
    }
    expect(answers).toBe(12 * 5);
    // Both mark W1 of the whole class.
    for (const marker of ["Ada", "Bob"] as const) {
      await evening(["--marker", marker, "--questions", "W1"], async (desk) => {
        await markAll(marker, desk, await open(desk));
      });
    }

    const refused = await run("marks", "merge", folder.folder);
    expect(refused.exitCode).toBe(2);
    const disputed = folder.made.map((each) => each.folder).filter((name) => pointsOfAda(name) !== pointsOfBob(name));
    expect(disputed.length).toBeGreaterThan(2);

    const decided = new Map<string, number>();
    await evening([], async (desk) => {
      const { page, press, saved, shown } = desk;
      await press("d");
      expect(await page.locator(".differences li").count()).toBe(disputed.length);
      for (const [index] of disputed.entries()) {
        const student = folder.folderOf(await shown());
        await write(desk, `Settled: $\\nu_${index}$`);
        await press(index % 2 === 0 ? "a" : "b", "u");
        decided.set(student, index % 2 === 0 ? pointsOfAda(student) : pointsOfBob(student));
      }
      await saved();
      expect(await page.getByRole("button", { name: /^Differences/ }).innerText()).toMatch(/^Differences d$/);
    });

    const merged = await run("marks", "merge", folder.folder);
    expect(merged.all).not.toContain("error");
    expect(merged.exitCode).toBe(0);
    for (const { folder: name } of folder.made) {
      const result = JSON.parse(await readFile(join(folder.folder, name, "result.json"), "utf8")) as Result;
      for (const { id, points, comment } of result.written) {
        const marker = pointsFor(verdictOf("Ada", name, id), id);
        expect([name, id, points]).toEqual([name, id, (id === "W1" ? decided.get(name) : undefined) ?? marker]);
        if (verdictOf("Ada", name, id) === "none") expect(comment).toContain(COMMENT);
        if (id === "W1" && decided.has(name)) expect(comment).toMatch(/^Settled: \$\\nu_\d\$$/);
      }
    }
    await expectGradebooks(decided);
  },
  MINUTES_MS,
);

function pointsOfAda(student: string): number {
  return pointsFor(verdictOf("Ada", student, "W1"), "W1");
}

function pointsOfBob(student: string): number {
  return pointsFor(verdictOf("Bob", student, "W1"), "W1");
}

/** The written points of a student: W1 as decided, the others as everybody marks them. */
function writtenPoints(student: string, decided: ReadonlyMap<string, number>): number {
  const others = WRITTEN_QUESTIONS.filter(({ id }) => id !== "W1");
  const rest = others.reduce((sum, { id }) => sum + pointsFor(verdictOf("Ada", student, id), id), 0);
  return rest + (decided.get(student) ?? pointsOfAda(student));
}

async function expectGradebooks(decided: ReadonlyMap<string, number>): Promise<void> {
  const { folder: results, made } = folder;
  const sheet = join(results, "worksheet.csv");
  const rows = made.map(({ folder: id, name }) => `Participant ${id.slice(1)},${name},${id}@example.org,,120.00`);
  await writeFile(sheet, ["Identifier,Full name,Email address,Grade,Maximum grade", ...rows, ""].join("\n"));
  const csv = await run("export", results, "--to", "csv", "--with-written");
  expect(csv.exitCode, csv.all).toBe(0);
  const moodle = await run("export", results, "--to", "moodle", "--worksheet", sheet, "--with-written");
  expect(moodle.exitCode, moodle.all).toBe(0);
  const grades = await readFile(join(results, "grades.csv"), "utf8");
  const filled = await readFile(join(results, "moodle.csv"), "utf8");
  for (const { folder: id } of made) {
    const { score } = JSON.parse(await readFile(join(results, id, "result.json"), "utf8")) as { score: number };
    const total = score + writtenPoints(id, decided);
    expect(grades.split("\n").find((line) => line.includes(id))).toContain(String(total));
    expect(filled.split("\n").find((line) => line.startsWith(`Participant ${id.slice(1)},`))).toContain(String(total));
  }
}
