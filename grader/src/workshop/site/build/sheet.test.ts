import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TEMPLATE_FOLDER } from "../../../shared/paths.ts";
import { sheetOfSite } from "./sheet.ts";

const sheet = await readFile(join(TEMPLATE_FOLDER, "README.md"), "utf8");

test("the sheet of the site speaks of no command, shell or installation, and keeps all exercises", () => {
  const shown = sheetOfSite(sheet);
  expect(shown).not.toMatch(/\bnpm\b|\bnpx\b|Node\.js|PowerShell|git clone|node only|experiments\//);
  const headings = (text: string) => text.match(/^###? .+$/gm);
  expect(headings(shown)).toEqual(headings(sheet)?.filter((each) => each !== "## Experiments of your own"));
  expect(shown).toContain("**Hand in** `handin.zip`. It has");
});

test("the comments come in pairs, and none begins a line of text: GitHub would show the rest of it as it is written", () => {
  const marks = [...sheet.matchAll(/<!-- (\/?)node only -->/g)].map(([, slash]) => slash);
  expect(marks.length).toBeGreaterThan(10);
  expect(marks.every((slash, index) => slash === (index % 2 === 0 ? "" : "/"))).toBe(true);
  expect(sheet.match(/^ *<!-- \/?node only -->./gm)).toBeNull();
});
