import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { barPlot, type Bar } from "./plots-bars.ts";

const bars: readonly Bar[] = [
  { group: "forward", name: "ours", value: 2, low: 1.8, high: 2.2 },
  { group: "forward", name: "theirs", value: 1, low: 0.9, high: 1.1 },
  { group: "training & attack", name: "ours", value: 3, low: 2.5, high: 3.1 },
];

test("a bar for each value with its height, its range and its number, names in a legend, markup escaped", () => {
  const svg = barPlot(bars, { title: "Speed <of> LeNet", yLabel: "times as fast" }, 1);
  expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const { document } = parseHTML(svg) as unknown as { document: { querySelectorAll: (selector: string) => Found[] } };
  const heights = [...document.querySelectorAll('g[aria-label="bar"] rect')].map((rect) =>
    Number(rect.getAttribute("height")),
  );
  expect(heights).toHaveLength(3);
  expect(heights[0]! / heights[1]!).toBeCloseTo(2, 5);
  expect(heights[2]! / heights[1]!).toBeCloseTo(3, 5);
  const texts = [...document.querySelectorAll("text")].map((text) => text.textContent);
  expect(texts).toEqual(
    expect.arrayContaining(["2.00", "1.00", "3.00", "ours", "theirs", "forward", "training & attack"]),
  );
  expect(svg).toContain("Speed &#60;of&#62; LeNet");
});

interface Found {
  readonly textContent: string;
  readonly getAttribute: (name: string) => string;
}
