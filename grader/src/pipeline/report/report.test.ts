import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { readHtmlAssets } from "./html-assets.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { SAMPLE_RESULTS } from "./testing/sample-results.ts";
import { renderTerminal } from "./terminal.ts";
import { displayWidth } from "../../shared/wrap.ts";

const assets = await readHtmlAssets();
const reports = ["out/ada-lovelace/report.html", "out/ada-lovelace/report.md", "out/ada-lovelace/result.json"];

describe.each(Object.entries(SAMPLE_RESULTS))("the reports on %s", (outcome, result) => {
  const golden = (file: string): string => fileURLToPath(new URL(`goldens/${outcome}/${file}`, import.meta.url));

  it("have a result.json that is the golden one", async () => {
    await expect(renderJson(result)).toMatchFileSnapshot(golden("result.json"));
  });

  it("have a report.html that is the golden one", async () => {
    await expect(renderHtml(result, assets)).toMatchFileSnapshot(golden("report.html"));
  });

  it("have a report.md that is the golden one", async () => {
    await expect(renderMarkdown(result)).toMatchFileSnapshot(golden("report.md"));
  });

  it("have a terminal summary that is the golden one, within 80 columns", async () => {
    const text = renderTerminal(result, { colours: false, reports });
    expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(80);
    await expect(text).toMatchFileSnapshot(golden("terminal.txt"));
  });

  it("have the same terminal summary in colours", () => {
    const coloured = renderTerminal(result, { colours: true, reports });
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(result, { colours: false, reports }));
  });

  it("read back from result.json as what was written", () => {
    expect(JSON.parse(renderJson(result))).toEqual(result);
  });
});
