import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import yauzl from "yauzl";
import { readHtmlAssets, renderHtml } from "../../pipeline/report/html.ts";
import { parseSheet } from "../../shared/csv.ts";
import type { ReportOf } from "./exportable.ts";
import { feedbackFolder, zipFeedback } from "./moodle-feedback.ts";
import { fillMoodle } from "./moodle.ts";
import { exportable, MOODLE_GERMAN } from "./testing/sheets.ts";

const assets = await readHtmlAssets();

/*
 * Moodle's import of a path in a zip, reimplemented from mod/assign/feedback/file/importziplib.php (commit 0203d8f): each part
 * is split at its first four underscores, and the first that names a participant and a plugin counts.
 */
function importPath(path: string, participants: readonly string[]) {
  const parts = path.split("/");
  const file = parts.at(-1) ?? "";
  if (file.startsWith(".") || file.startsWith("~")) return null;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const [, participant, type, name, ...rest] = part.split("_");
    if (type === undefined || name === undefined || participant === undefined) continue;
    if (!/^\d+$/.test(participant) || !participants.includes(participant)) continue;
    if (type !== "assignfeedback" || name !== "file") continue;
    return { participant, file: [rest.join("_"), ...parts].filter((each) => each !== "").join("/") };
  }
  return null;
}

async function entriesOf(zip: Uint8Array): Promise<readonly (readonly [name: string, text: string])[]> {
  const file = await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(Buffer.from(zip), {
    lazyEntries: false,
  });
  return new Promise((resolve, reject) => {
    const entries: Promise<readonly [string, string]>[] = [];
    file.on("entry", (entry: yauzl.Entry) => entries.push(readEntry(file, entry)));
    file.on("end", () => void Promise.all(entries).then(resolve, reject));
    file.on("error", reject);
  });
}

async function readEntry(file: yauzl.ZipFile, entry: yauzl.Entry): Promise<readonly [string, string]> {
  const stream = await promisify<yauzl.Entry, NodeJS.ReadableStream>(file.openReadStream.bind(file))(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return [entry.fileName, Buffer.concat(chunks).toString("utf8")];
}

const filled = fillMoodle(
  parseSheet(MOODLE_GERMAN, "worksheet.csv"),
  [
    exportable("ada", "some-failed", { moodleId: "101", name: "Ada_King/../Lovelace" }),
    exportable("b", "grader-fault", { moodleId: "102" }),
    exportable("王小明", "all-passed"),
  ],
  {},
);
const reportOf: ReportOf = ({ result }) => Promise.resolve(renderHtml(result, assets));
const zip = await zipFeedback(filled.filled, filled.sheet, reportOf);

test("Moodle assigns each report to its participant under any name; a fault has no report", async () => {
  const entries = await entriesOf(zip);
  expect(entries.map(([name]) => name)).toEqual([
    "Ada King Lovelace_101_assignfeedback_file/report.html",
    "王小明_103_assignfeedback_file/report.html",
  ]);
  expect(entries.map(([name]) => importPath(name, ["101", "102", "103"]))).toEqual([
    { participant: "101", file: "report.html" },
    { participant: "103", file: "report.html" },
  ]);
  expect(entries[0]![1]).toBe(renderHtml(filled.filled[0]!.exportable.result, assets));
});

test("the same results give the same bytes at any time", async () => {
  // Time and date of the first entry in MS-DOS format, which counts from 1980: 1 January 2000.
  expect(Buffer.from(zip).readUInt32LE(10)).toBe((20 << 25) | (1 << 21) | (1 << 16));
  expect(await zipFeedback(filled.filled, filled.sheet, reportOf)).toEqual(zip);
});

test("a name in any script can neither leave its folder nor match a different participant", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("_", "/", "\\", ".", "9", "é", "م", "\u0301") }),
  );
  const property = fc.property(name, (given) => {
    const folder = feedbackFolder(given, "7");
    expect(folder).not.toMatch(/[/\\.\p{C}]/u);
    expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(255 + 20);
    expect(importPath(`${folder}/report.html`, ["7", "9", "99", "999"])).toEqual({
      participant: "7",
      file: "report.html",
    });
  });
  fc.assert(property, { seed: 433, numRuns: 100 });
  expect(feedbackFolder("محمد الخوارزمي", "7")).toBe("محمد الخوارزمي_7_assignfeedback_file");
  expect(feedbackFolder("José".normalize("NFD"), "7")).toBe("José_7_assignfeedback_file".normalize("NFC"));
  expect(feedbackFolder("\u0301Zoë", "7")).toBe("Zoë_7_assignfeedback_file");
  expect(feedbackFolder("../_.", "7")).toBe("participant_7_assignfeedback_file");
});

test("a submission that cannot be read has a report without a grade, and a fault has none", async () => {
  const { filled: graded, unreadable } = fillMoodle(
    parseSheet(MOODLE_GERMAN, "worksheet.csv"),
    [
      exportable("ada", "submission-error", { moodleId: "101" }),
      exportable("b", "grader-fault", { moodleId: "102" }),
      exportable("stranger", "submission-error", { moodleId: "999" }),
    ],
    {},
  );
  expect(graded).toEqual([]);
  const [[name, text] = [], ...others] = await entriesOf(await zipFeedback(unreadable, filled.sheet, reportOf));
  expect([name, others]).toEqual(["ada_101_assignfeedback_file/report.html", []]);
  expect(text).toContain("The folder holds no src/ with TypeScript files.");
});
