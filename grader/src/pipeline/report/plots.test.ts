import { describe, expect, test } from "vitest";
import { accuracyPlot, comparisonPlot, histogramPlot } from "./plots.ts";

const text = { title: "Accuracy under <FGSM>", xLabel: "epsilon (pixel range [0, 1])", yLabel: "accuracy (fraction)" };
const series = [
  {
    name: "Logistic regression",
    measured: [
      { epsilon: 0, accuracy: 0.9 },
      { epsilon: 0.1, accuracy: 0.2 },
    ],
  },
  {
    name: "LeNet",
    measured: [
      { epsilon: 0, accuracy: 0.97 },
      { epsilon: 0.1, accuracy: 0.8 },
    ],
  },
];

describe("the accuracy plot", () => {
  test("matches the golden file, also when drawn again", async () => {
    const svg = accuracyPlot(series, text, 0.1);
    expect(accuracyPlot(series, text, 0.1)).toBe(svg);
    await expect(svg).toMatchFileSnapshot("goldens/accuracy-plot.svg");
  });

  test("has a white background, axes with units and the chance level", () => {
    const svg = accuracyPlot(series, text, 0.1);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('fill="white"');
    for (const words of [text.xLabel, text.yLabel, "chance (0.1)"]) {
      expect(svg).toContain(words);
    }
  });

  test("escapes its texts", () => {
    expect(accuracyPlot(series, text, 0.1)).toContain("Accuracy under &lt;FGSM&gt;");
  });
});

const counts = [0, 10, 20].map((from, index) => ({ from, to: from + 10, count: [2, 0, 5][index] ?? 0 }));
test("the histogram matches the golden file, with the count above each bar that is not empty", async () => {
  const text = { title: "Scores", xLabel: "score (%)", yLabel: "submissions" };
  const svg = histogramPlot(counts, text);
  await expect(svg).toMatchFileSnapshot("goldens/histogram-plot.svg");
  expect(svg.match(/<text[^>]*>5<\/text>/g)?.length).toBeGreaterThan(0);
});

const measured = [
  { what: "forward", name: "ours", value: 2, low: 1.8, high: 2.2 },
  { what: "forward", name: "<theirs>", value: 1, low: 0.9, high: 1.1 },
  { what: "training & attack", name: "ours", value: 3, low: 2.5, high: 3.1 },
];

test("a comparison matches the golden file and shows every value", async () => {
  const svg = comparisonPlot(measured, { title: "Speed", xLabel: "step", yLabel: "times as fast" }, 1);
  await expect(svg).toMatchFileSnapshot("goldens/comparison-plot.svg");
  for (const word of ["2.00", "1.00", "3.00", "ours", "&lt;theirs&gt;", "training &amp; attack"]) {
    expect(svg).toContain(`>${word}</text>`);
  }
});

test.each([
  ["accuracy", accuracyPlot(series, text, 0.1, "page")],
  ["histogram", histogramPlot(counts, text, "page")],
  ["a comparison", comparisonPlot(measured, text, 1, "page")],
])("for a page, the plot of %s has a name and no style that a strict policy would block", (_, svg) => {
  expect(svg).not.toMatch(/<style|style=|fill="white"/);
  expect(svg).toMatch(/^<svg [^>]*aria-label="Accuracy under <FGSM>: accuracy \(fraction\) over epsilon/);
});

test("a plot without data still has its axes and the chance level", () => {
  expect(accuracyPlot([], text, 0.1)).toContain("chance (0.1)");
});
