import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXERCISES, NotImplementedError } from "@robustness-lab/fixtures";
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
import { attentionOf } from "./attention.ts";
import { toClassOverview } from "./class-overview.ts";
import { renderCsv } from "./render-csv.ts";
import { toRow, toRowWithout, type Identity } from "./row.ts";
import { hostileClass, SAMPLE_CLASS, sampleClassFile, sampleSimilarity } from "./testing/sample-class.ts";
import { toOverviewView } from "./view.ts";
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
    await writeFile(join(folder, "similarity.json"), JSON.stringify(sampleSimilarity()));
    await writeOverview(folder);
    const texts = await textsOf();
    for (const [index, file] of OVERVIEW_FILES.entries()) {
      const text = texts[index]?.replace(/(?<=<p class="eyebrow">).* · /, "The course · The lab · ");
      await expect(text).toMatchFileSnapshot(golden(file));
    }
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

  it("has the written part: mean and spread per question, and the mean share of each criterion", async () => {
    const overview = overviewOf(SAMPLE_CLASS);
    const { questions, submissions } = overview;
    expect(questions.map(({ id, n, meanPoints, standardDeviation }) => [id, n, meanPoints, standardDeviation])).toEqual(
      [
        // Of 4, 2, 0 and 2 points, and of 4, 2 and 0.
        ["W1", 4, 2, 1.4142],
        ["W2", 4, 2, 1.4142],
        ...["W3", "W4", "W5"].map((id) => [id, 3, 2, 1.633]),
      ],
    );
    expect(questions[0]?.criteria.map(({ n, meanShare }) => [n, meanShare])).toEqual(Array(4).fill([4, 0.5]));
    expect(submissions[1]).toMatchObject({ written: 8.5, adjustment: -1.5, questions: { W1: 2, W5: 2 } });
    const page = await renderOverviewHtml(overview);
    expect(page).toContain("±1.4, 4 of 12 marked");
    expect(page).toMatch(/Adjustment<\/th>.*[^]*<td class="number" data-value="-1\.5">−1\.5<\/td>/);
  });

  it("shows no written part that nobody has marked", async () => {
    const overview = overviewOf(SAMPLE_CLASS.slice(5));
    const page = await renderOverviewHtml(overview);
    expect([page.includes("Written part by question"), page.includes("Adjustment</th>")]).toEqual([false, false]);
    expect(renderCsv(overview).split("\n")[0]).not.toMatch(/W1|adjustment/);
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

  it("lists first those without a score, then those who lost everything, then the others", () => {
    const { attention } = overviewOf(SAMPLE_CLASS);
    expect(attention.map(({ id, kind }) => [id, kind])).toEqual([
      ["empty", "no-score"],
      ["odd.rar", "no-score"],
      ["u1", "no-score"],
      ["student 04", "unusual"],
      ["student 07", "unusual"],
      ["student 12", "unusual"],
    ]);
  });

  it("names who fails a check and who makes a known mistake", () => {
    const { checks, misconceptions } = overviewOf(SAMPLE_CLASS);
    expect(checks.find(({ id }) => id === "1.1-hingeLoss")?.failedBy).toEqual(["student 11", "student 12"]);
    expect(misconceptions[0]?.by).toEqual(["student 07", "student 08", "student 09"]);
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

describe("a whole exercise lost to one thing", () => {
  const REASON = 'src/mnist/pgd.ts:28: Expected ")" but found ";"';
  const lostIn = (checks: readonly object[]): readonly string[] => {
    const [entry, result] = SAMPLE_CLASS[0] ?? [];
    const row = toRow(entry as Identity, { ...result, warnings: [], checks } as unknown as Result);
    return attentionOf([row], new Map()).flatMap(({ reasons }) => reasons);
  };
  const EXERCISE = EXERCISES[0]!;
  const failed = (id: string, message: string, more: object = {}) => {
    return {
      id,
      exercise: EXERCISE.id,
      title: id,
      points: 0,
      maxPoints: 2,
      verdict: "failed",
      message,
      durationMs: 1,
      ...more,
    };
  };

  it("is named with its points", () => {
    expect(
      lostIn([failed("a", `a of 4 steps: ${REASON}`), failed("b", `b of {x: 3}: ${REASON}`.replace("{x: 3}", "3"))]),
    ).toEqual([`all of ${EXERCISE.id} is lost (4 points) to one thing: ${REASON}`]);
  });

  it.each<readonly [string, readonly object[]]>([
    [
      "one function gave an answer",
      [failed("a", `a: ${REASON}`), failed("b", "b: expected 1, got 2", { hint: "look" })],
    ],
    ["one check passed", [failed("a", `a: ${REASON}`), { ...failed("b", ""), verdict: "passed", points: 2 }]],
    ["functions fail for different reasons", [failed("a", `a: ${REASON}`), failed("b", "b: threw 'no'")]],
    [
      "nothing was attempted",
      [failed("a", new NotImplementedError(`${EXERCISE.id} ${EXERCISE.functions[0]!}`).message)],
    ],
  ])("is not if %s", (_, checks) => {
    expect(lostIn(checks).filter((reason) => reason.includes("lost"))).toEqual([]);
  });
});

describe("lateness and teams", () => {
  const DEADLINE = "2026-11-20T22:59:00Z";
  const rowOf = (more: object) => {
    const [entry, result] = SAMPLE_CLASS[0] ?? [];
    return toRow({ ...entry, ...more } as Identity, { ...result, warnings: [] } as unknown as Result);
  };

  it.each<readonly [object, readonly string[], string]>([
    [{ lateness: { deadline: DEADLINE, minutes: 0, days: 0 } }, [], ""],
    [
      { lateness: { deadline: DEADLINE, minutes: 5, days: 0 } },
      ["submitted late by 5 minutes, within the grace"],
      "5 min",
    ],
    [
      { lateness: { deadline: DEADLINE, minutes: 1500, days: 2 } },
      ["submitted late by 1 day 1 hour, 2 days begun"],
      "2 days",
    ],
    [{ lateness: { deadline: DEADLINE, minutes: null, days: null } }, ["submitted late"], "late"],
    [{ lms: { kind: "canvas", userId: "1", late: true } }, ["submitted late"], "late"],
  ])("%j is said, and stands in its column", (more, reasons, cell) => {
    const overview = toClassOverview([rowOf(more)], sampleClassFile([]));
    expect(overview.attention.flatMap((each) => each.reasons)).toEqual(reasons);
    expect(toOverviewView(overview).submissions[0]?.late.text).toBe(cell);
  });

  it("shows the members of a team", () => {
    const team = [
      { id: "1", name: "Ada" },
      { id: "2", name: "Zoë" },
    ];
    const overview = toClassOverview([rowOf({ team })], sampleClassFile([]));
    expect(toOverviewView(overview).submissions[0]?.members).toBe("Ada, Zoë");
  });
});

describe("similarity", () => {
  const rows = SAMPLE_CLASS.map(([entry, result]) =>
    result === null ? toRowWithout(entry) : toRow(entry as Identity, result),
  );

  it("is for a human eye: both of a pair, unless one has handed in again", () => {
    const { attention, submissions, uncompared } = toClassOverview(rows, sampleClassFile([]), sampleSimilarity());
    const similar = attention
      .filter(({ reasons }) => reasons.join().includes("code like"))
      .map(({ id, reasons }) => [id, reasons]);
    expect(similar).toEqual([
      ["student 02", ["code like that of student 03 (98 %)"]],
      ["student 03", ["code like that of student 02 (98 %)"]],
    ]);
    expect(submissions.find(({ id }) => id === "student 05")?.similar).toBeNull();
    expect(submissions.find(({ id }) => id === "student 06")?.similar).toEqual([]);
    expect(uncompared).toBe(1);
  });

  it("is read from the folder of the class", async () => {
    await writeSampleClass();
    await writeFile(join(folder, "similarity.json"), JSON.stringify(sampleSimilarity()));
    const { uncompared } = await writeOverview(folder);
    expect(uncompared).toBe(1);
    await writeFile(join(folder, "similarity.json"), "{}");
    await expect(writeOverview(folder)).rejects.toThrow(/similarity\.json was not written by this grader: remove it/);
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
    const links = (await page(text)).match(/ href="[^"]*"/g) ?? [];
    expect(new Set(links)).toEqual(new Set([' href="./hostile/report.html"']));
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
