import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClassEntry } from "../class/class-file.ts";
import { writeClass } from "../class/class-folder.ts";
import { UsageError } from "../../shared/errors.ts";
import { parseSheet } from "../../shared/csv.ts";
import { writeReports } from "../../pipeline/report/write.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { readSubmission } from "../../pipeline/submission/read-submission.ts";
import { makeFolder } from "../../pipeline/submission/testing/folders.ts";
import { toClassOverview } from "./class-overview.ts";
import { renderCsv } from "./render-csv.ts";
import { toRow, toRowWithout, type Identity } from "./row.ts";
import { hostileClass, SAMPLE_CLASS, sampleClassFile } from "./testing/sample-class.ts";
import { OVERVIEW_FILES } from "./files.ts";
import { renderOverviewHtml, writeOverview } from "./write.ts";

type Members = readonly (readonly [ClassEntry, Result | null])[];

const golden = (file: string): string => fileURLToPath(new URL(`goldens/${file}`, import.meta.url));
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "overview-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function writeSampleClass(): Promise<void> {
  for (const [entry, result] of SAMPLE_CLASS) {
    if (result !== null && "folder" in entry) await writeReports(result, join(folder, entry.folder));
  }
  await writeClass(sampleClassFile(SAMPLE_CLASS.map(([entry]) => entry)), folder);
}

const textsOf = (): Promise<string[]> =>
  Promise.all(OVERVIEW_FILES.map((file) => readFile(join(folder, file), "utf8")));

function overviewOf(members: Members) {
  const rows = members.map(([entry, result]) => {
    return result === null ? toRowWithout(entry) : toRow(entry as Identity, result);
  });
  return toClassOverview(rows, sampleClassFile([]));
}

describe("the overview of a class", () => {
  it("matches the golden files, with the same bytes each time", async () => {
    await writeSampleClass();
    await writeOverview(folder);
    const texts = await textsOf();
    for (const [index, file] of OVERVIEW_FILES.entries()) await expect(texts[index]).toMatchFileSnapshot(golden(file));
    await writeOverview(folder);
    expect(await textsOf()).toEqual(texts);
  });

  it("counts every submission once, and is not finished", () => {
    const { counts, finished } = overviewOf(SAMPLE_CLASS);
    const { submissions, ...states } = counts;
    expect([submissions, finished]).toEqual([16, false]);
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(16);
  });

  it("matches the scores, difficulties and discriminations computed by numpy and scipy", () => {
    const { scores, checks } = overviewOf(SAMPLE_CLASS);
    expect(scores).toMatchObject({ n: 12, mean: 66.6667, standardDeviation: 28.6279, median: 75, upperQuartile: 83 });
    const numbers = checks.map(({ id, passed, difficulty, discrimination }) => [
      id,
      passed,
      difficulty,
      discrimination,
    ]);
    expect(numbers).toEqual([
      ["1.1-hingeLoss", 10, 0.8333, 0.2251],
      ["1.1-logisticLoss", 11, 0.9167, 0.6709],
      ["1.2-innerMaximumL2", 10, 0.8333, 0.6223],
      ["1.3-innerMaximiserL2", 9, 0.75, 0.6906],
      ["1.3-innerMaximiserL2-zero", 10, 0.8333, 0.4047],
      ["1.4-robustHingeBound", 10, 0.8333, 0.6962],
      ["2.4-fgsm", 7, 0.5833, 0.6031],
      ["2.4-fgsm-box", 8, 0.6667, 0.3914],
      ["2.8-pgd", 4, 0.3333, 0.3384],
    ]);
  });

  it("counts a misconception once per submission, the most common first", () => {
    const { misconceptions } = overviewOf(SAMPLE_CLASS);
    expect(misconceptions.map(({ id, submissions }) => [id, submissions])).toEqual([
      ["descends", 3],
      ["no-box", 2],
      ["project-at-the-end", 2],
      ["y-missing", 2],
      ["no-projection", 1],
    ]);
  });

  it("lists what the grader cannot grade and what is unusual, and nothing else, for manual review", () => {
    const { attention, warnings } = overviewOf(SAMPLE_CLASS);
    expect(Object.fromEntries(attention.map(({ id, reasons }) => [id, reasons]))).toEqual({
      "student 02": ["the same files as student 03"],
      "student 03": ["the same files as student 02"],
      "student 04": ['forbidden action: src/a.ts:1 imports "node:fs" (and 1 more)'],
      "student 07": ["warning: notes.txt was left out"],
      "student 12": ["graded, but no check passed"],
      empty: ["cannot be read, no score: The folder holds no src/ with TypeScript files.", "submitted late"],
      "odd.rar": ['cannot be read, no score: "odd.rar" is not an archive this grader reads'],
      u1: ["the grader failed, no score: the worker ended"],
    });
    expect(warnings).toEqual(["Isolation is the weaker level: bubblewrap is not installed."]);
  });

  it("lists no picture that is missing, because a person reads the answers anyway", async () => {
    const answers = "![](figures/gone.png)";
    const staged = await readSubmission(await makeFolder({ "src/a.ts": "", "answers.md": answers }));
    const warnings = staged.notes.map(({ message }) => message);
    expect(warnings.length).toBe(1);
    const members = SAMPLE_CLASS.slice(0, 1).map(
      ([entry, result]) => [entry, { ...result, warnings } as Result] as const,
    );
    expect(overviewOf(members).attention).toEqual([]);
  });

  it("has no NaN for an empty class and for a single submission", async () => {
    for (const members of [[], SAMPLE_CLASS.slice(0, 1), SAMPLE_CLASS.slice(-1)]) {
      const overview = overviewOf(members);
      expect(JSON.stringify(overview)).toBe(
        JSON.stringify(overview, (_, value: unknown) => (Number.isNaN(value) ? "no" : value)),
      );
      expect(await renderOverviewHtml(overview)).not.toMatch(/NaN|undefined|Infinity/);
      expect(overview.checks.every(({ discrimination }) => discrimination === null)).toBe(true);
    }
  });
});

describe("the folder of a class", () => {
  it("lacks a result if its folder is missing or outside the class", async () => {
    await writeSampleClass();
    await rm(join(folder, "student 05"), { recursive: true });
    const entries = SAMPLE_CLASS.map(([entry]) => entry);
    const [first, ...others] = entries as [ClassEntry, ...ClassEntry[]];
    await writeClass(sampleClassFile([{ ...first, folder: "../elsewhere" } as ClassEntry, ...others]), folder);
    const { counts, attention } = await writeOverview(folder);
    expect([counts.graded, counts.lost]).toEqual([10, 2]);
    expect(attention.find(({ id }) => id === "student 05")?.reasons[0]).toMatch(/which is missing: grade again with/);
  });

  it("needs no class.json: without one, the settings of the run are unknown", async () => {
    await writeSampleClass();
    await rm(join(folder, "class.json"));
    await mkdir(join(folder, "notes"));
    const { counts, run, submissions } = await writeOverview(folder);
    expect([counts.submissions, run, submissions[1]?.folder]).toEqual([13, null, "student 01"]);
  });

  it("is rejected without results, and nothing is written", async () => {
    await writeFile(join(folder, "a.txt"), "");
    await expect(writeOverview(folder)).rejects.toThrow(UsageError);
    await expect(writeOverview(folder)).rejects.toThrow(/contains no result\.json, nor does a folder in it/);
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });
});

describe("hostile text", () => {
  const HOSTILE = [
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    '=HYPERLINK("https://example.org","x")',
    "javascript:alert(1)//{{{css}}}{{> who}}",
    "\u202egnp.exe\u0000\u001b[31m\r\n::error::x",
    `-1+1|cmd ${"A".repeat(5000)}`,
  ];
  const page = (text: string): Promise<string> => renderOverviewHtml(overviewOf(hostileClass(text)));

  it.each(HOSTILE)("adds no element, attribute or link to the page (%#)", async (text) => {
    expect(shapeOf(await page(text))).toEqual(shapeOf(await page("name")));
    expect((await page(text)).match(/ href="[^"]*"/g)).toEqual(Array(3).fill(' href="./hostile/report.html"'));
  });

  it.each(HOSTILE)("is not a formula in the CSV file, and stays in its row (%#)", (text) => {
    const sheet = parseSheet(renderCsv(overviewOf(hostileClass(text))), "overview.csv");
    expect(sheet.rows).toHaveLength(3);
    for (const cell of sheet.rows.flat()) expect(cell.text).not.toMatch(/^[=+\-@\t\r]|[\u0000-\u001f\u202a-\u202e]/);
  });
});

function shapeOf(html: string): readonly string[] {
  const elements = [...parseHTML(html).document.querySelectorAll("*")];
  return elements.map((element) => [element.localName, ...element.getAttributeNames()].join(" "));
}
