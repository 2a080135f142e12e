import { inflateSync } from "node:zlib";
import { PUBLISHED } from "@robustness-lab/fixtures";
import { describe, expect, test } from "vitest";
import { NO_COSTS } from "../records/costs.ts";
import { digit, full, own, published } from "../testing/records.ts";
import { ticksTo } from "./chart.ts";
import { renderReport } from "./html.ts";
import { toPngUri } from "./png.ts";
import { renderTextTable, tablesOf } from "./tables.ts";

test("the text tables have the published row below a published recipe, and say what is missing", () => {
  expect(tablesOf([published, own]).map(renderTextTable)).toEqual([
    [
      "Accuracy under FGSM, 10000 test images",
      "epsilon         0   .05   .10   .15   .20   .25   .30",
      "lenet        .980  .930  .830  .640  .400  .180  1.00",
      `  published  ${PUBLISHED.lenet.map((each) => each.toFixed(3).slice(1)).join("  ")}`,
      "mine         TypeError: <b>oh & no</b>",
    ].join("\n"),
    [
      "Accuracy under PGD (40 steps of 0.01, random start), 1000 test images",
      "epsilon   .05   .10   .15   .20   .25   .30",
      "lenet    waits for 2.8 pgd",
      "mine     .500  .400  .300  .200  .100  .000",
    ].join("\n"),
  ]);
});

test("if results have different numbers of images, each says its own", () => {
  const quick = { ...own, name: "quick", measured: { ...full, testImages: 1000, fgsm: { done: [0.5] } } };
  const [fgsm] = tablesOf([published, quick]);
  expect([fgsm?.title, ...(fgsm?.rows.map(({ name }) => name) ?? [])]).toEqual([
    "Accuracy under FGSM",
    "lenet (10000 images)",
    "published",
    "quick (1000 images)",
  ]);
});

describe("the report", () => {
  const html = renderReport([
    { record: published, costs: NO_COSTS, isOlder: false },
    { record: own, costs: NO_COSTS, isOlder: true },
  ]);

  test("needs no other file and runs no script", () => {
    expect(html).not.toMatch(/<script|<link|https?:|url\(/);
    expect(html).toContain("default-src 'none'");
  });

  test("escapes what was thrown", () => {
    expect(html).toContain("TypeError: &lt;b&gt;oh &amp; no&lt;/b&gt;");
    expect(html).not.toContain("<b>");
  });

  test("has a dashed published curve, the digits with their classes, and marks what is older than the code", () => {
    expect(html.match(/class="series s\d reference"/g)).toHaveLength(1);
    expect(html).toContain('alt="a 2 that FGSM at 0.05 turns into a 6"');
    expect(html.match(/Older than the code/g)).toHaveLength(1);
  });
});

test("a digit as PNG has its pixels, a filter byte before each row", () => {
  const bytes = Buffer.from(toPngUri(digit.toString("base64")).split(",")[1] ?? "", "base64");
  // The signature is followed by chunks: length, type, data, checksum.
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([28, 28]);
  const rows = inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33)));
  expect([...rows.subarray(29, 58)]).toEqual([0, ...digit.subarray(28, 56)]);
  expect(rows).toHaveLength(28 * 29);
});

test.each([
  [10, [0, 2, 4, 6, 8, 10]],
  [600, [0, 100, 200, 300, 400, 500, 600]],
  [2.31, [0, 0.5, 1, 1.5, 2, 2.5]],
])("ticks up to %d are %j", (largest, ticks) => {
  expect(ticksTo(largest)).toEqual(ticks);
});
