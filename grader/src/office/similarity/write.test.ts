import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseHTML } from "linkedom";
import { beforeEach, describe, expect, it } from "vitest";
import { parseSheet } from "../../shared/csv.ts";
import { UsageError } from "../../shared/errors.ts";
import { temporaryFolder } from "../../pipeline/submission/testing/folders.ts";
import { CLASS_SCHEMA_ID, type ClassEntry } from "../class/class-file.ts";
import { writeClass } from "../class/class-folder.ts";
import { compareClass } from "./compare.ts";
import { SIMILARITY_FILES } from "./files.ts";
import { renderCsv } from "./render-csv.ts";
import { readSimilarity } from "./similarity-file.ts";
import { toSimilarity } from "./similarity.ts";
import { renderSimilarityHtml, writeSimilarity } from "./write.ts";

/** Statements with enough of their own to stand out. */
const LONG = Array.from(
  { length: 40 },
  (_, index) =>
    `export function f${index}(x: number[], y: number) { return x.map((v) => (v > ${index} ? v * ${index + 3} - y : Math.max(v, y ** ${index}))).filter((v) => v % ${index + 2} !== 0); }`,
).join("\n");
const OTHER = LONG.replaceAll("x.map", "x.flatMap")
  .replaceAll(" - y :", " + y / 2 :")
  .replaceAll("Math.max(v, y **", "Math.hypot(y, v, 7 **")
  .replaceAll("!== 0", "=== 1");

let folder = "";
let submissions = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  submissions = await temporaryFolder();
});

const signal = new AbortController().signal;
const source = (id: string, text: string, name = id) => ({
  id,
  name,
  sha256: id,
  team: id,
  files: [{ path: "src/a.ts", text }],
});

async function writeMembers(
  texts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, object>> = {},
): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    const file = join(submissions, name, "src/linear/losses.ts");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const entries = Object.keys(texts).map((name) => {
    return {
      id: name,
      name,
      status: "graded",
      folder: name,
      sha256: "a".repeat(64),
      score: 0,
      maxScore: 100,
      ...more[name],
    };
  });
  const grader = { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "node", seed: 7 } as const;
  await writeClass({ schema: CLASS_SCHEMA_ID, grader, submissions: entries as ClassEntry[] }, folder);
}

describe("the similarity of a class", () => {
  it("is read from the submissions, and written as a page, CSV and JSON", async () => {
    await writeMembers({ ada: LONG, bob: OTHER, eve: `// mine\n${LONG.replaceAll(/\bx\b/g, "z")}` });
    const found = await writeSimilarity(folder, submissions, signal);
    expect(found.clusters).toEqual([["ada", "eve"]]);
    expect(found.pairs[0]).toMatchObject({ left: "ada", right: "eve", share: 1, standsOut: true });
    expect(found.notes).toContain("ada: these are not the files that were graded");
    expect(await readSimilarity(folder)).toEqual(found);
    const [html = "", csv = ""] = await Promise.all(
      SIMILARITY_FILES.map((file) => readFile(join(folder, file), "utf8")),
    );
    expect(html).toContain("this page is no verdict");
    const rows = parseSheet(csv, "similarity.csv").rows.map((row) => row.map(({ text }) => text));
    expect(rows[1]?.slice(0, 4)).toEqual(["ada", "ada", "eve", "eve"]);
    expect(rows[1]?.slice(6)).toEqual(["yes", "1"]);
  });

  it("does not flag a team, and not a member who handed in alone too", async () => {
    const team = [
      { id: "ada", name: "Ada" },
      { id: "bob", name: "Bob" },
    ];
    await writeMembers({ ada: LONG, team: LONG, bob: LONG, eve: OTHER }, { team: { team } });
    expect((await writeSimilarity(folder, submissions, signal)).pairs.filter(({ standsOut }) => standsOut)).toEqual([]);
  });

  it("says whose sources are missing, and compares the others", async () => {
    await writeMembers({ ada: LONG, eve: LONG, gone: LONG });
    await rm(join(submissions, "gone"), { recursive: true });
    const { notes, submissions: compared } = await writeSimilarity(folder, submissions, signal);
    expect(notes).toContain("gone was not compared: there is no submission named gone");
    expect(compared.map(({ id }) => id)).toEqual(["ada", "eve"]);
  });

  it("needs a class", async () => {
    await expect(writeSimilarity(folder, submissions, signal)).rejects.toThrow(UsageError);
  });
});

describe("hostile names and sources", () => {
  const HOSTILE = [
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "{{{css}}}{{> who}}",
    "\u202egnp\u0000\u001b[31m",
    "=1+1|cmd",
  ];
  const pageOf = async (text: string): Promise<string> => {
    const code = `${LONG}\nexport const s = ${JSON.stringify(text)}; // ${text.replaceAll("\n", " ")}`;
    const sources = [source("1", code, text), source("2", code, text)];
    const comparison = compareClass(sources, []);
    return renderSimilarityHtml(toSimilarity(sources, comparison, [text]), comparison);
  };
  const shapeOf = (html: string): readonly string[] =>
    [...parseHTML(html).document.querySelectorAll("*")].map((each) =>
      [each.localName, ...each.getAttributeNames()].join(" "),
    );

  it.each(HOSTILE)("add no element to the page, and no formula to the CSV (%#)", async (text) => {
    expect(shapeOf(await pageOf(text))).toEqual(shapeOf(await pageOf("name")));
    const sources = [source("1", LONG, text), source("2", LONG, text)];
    const csv = renderCsv(toSimilarity(sources, compareClass(sources, []), []));
    for (const cell of parseSheet(csv, "similarity.csv").rows.flat()) {
      expect(cell.text).not.toMatch(/^[=+\-@\t\r]|[\u0000-\u001f\u202a-\u202e]/);
    }
  });
});
