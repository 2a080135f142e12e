import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { afterAll, describe, expect, it } from "vitest";
import { createAnswerRenderer } from "./answers/answer-renderer.ts";
import { readHtmlAssets, renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTexts } from "./report-content.ts";
import { SAMPLE_RESULTS } from "./testing/sample-results.ts";
import { renderTerminal } from "./terminal.ts";
import { writtenWords } from "./wording.ts";

const renderer = createAnswerRenderer();
afterAll(renderer.close);
const assets = { ...(await readHtmlAssets()), lab: "The course · The lab" };
const reports = ["out/ada-lovelace/report.html", "out/ada-lovelace/report.md", "out/ada-lovelace/result.json"];

describe.each(Object.entries(SAMPLE_RESULTS))("the reports of %s", (outcome, result) => {
  const golden = (file: string): string => fileURLToPath(new URL(`goldens/${outcome}/${file}`, import.meta.url));

  it("match the golden result.json", async () => {
    await expect(renderJson(result)).toMatchFileSnapshot(golden("result.json"));
  });

  it("match the golden report.html", async () => {
    const texts = await renderTexts(result, renderer);
    await expect(renderHtml(result, assets, texts)).toMatchFileSnapshot(golden("report.html"));
  });

  it("match the golden report.md", async () => {
    await expect(renderMarkdown(result)).toMatchFileSnapshot(golden("report.md"));
  });

  it("match the golden terminal summary, within 80 columns", async () => {
    const text = renderTerminal(result, { colours: false, reports });
    expect(Math.max(...text.split("\n").map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    await expect(text).toMatchFileSnapshot(golden("terminal.txt"));
  });

  it("have the same terminal summary with colours", () => {
    const coloured = renderTerminal(result, { colours: true, reports });
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(result, { colours: false, reports }));
  });

  it("survive a round trip through result.json", () => {
    expect(JSON.parse(renderJson(result))).toEqual(result);
  });
});

it("an adjustment is named after the points that it changes", () => {
  const { written, ...rest } = SAMPLE_RESULTS["partly-marked"]!;
  const result = { ...rest, written: written.slice(0, 2), adjustment: { points: -0.5, reason: "Late." } };
  expect(writtenWords(result)).toBe(
    "2.5 / 4 points of the marked part, adjusted by -0.5; 4 points not marked yet (W2)",
  );
});
