import { describe, expect, test } from "vitest";
import { accuracyPlot, lossPlot } from "./plots.ts";

const text = { title: "Accuracy under <FGSM>", xLabel: "epsilon (pixel range [0, 1])", yLabel: "accuracy (fraction)" };
const series = [
  {
    name: "Logistic regression",
    measured: [
      { epsilon: 0, accuracy: 0.9 },
      { epsilon: 0.1, accuracy: 0.2 },
    ],
    published: [
      { epsilon: 0, accuracy: 0.91 },
      { epsilon: 0.1, accuracy: 0.16 },
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
  test("is the golden one, each time", async () => {
    const svg = accuracyPlot(series, text, 0.1);
    expect(accuracyPlot(series, text, 0.1)).toBe(svg);
    await expect(svg).toMatchFileSnapshot("goldens/accuracy-plot.svg");
  });

  test("has a white background, axes with units, the chance level and dashed published lines", () => {
    const svg = accuracyPlot(series, text, 0.1);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('fill="white"');
    for (const words of [text.xLabel, text.yLabel, "chance (0.1)", "solid: measured · dashed: published"]) {
      expect(svg).toContain(words);
    }
    expect(svg.match(/stroke-dasharray="5 4"/g)).toHaveLength(1);
  });

  test("escapes what is written into it", () => {
    expect(accuracyPlot(series, text, 0.1)).toContain("Accuracy under &lt;FGSM&gt;");
  });
});

test("the loss plot is the golden one", async () => {
  const losses = [{ name: "LeNet", losses: [2.3, 1.2, 0.7, 0.5] }];
  const svg = lossPlot(losses, { title: "Training loss", xLabel: "step", yLabel: "cross-entropy (nats)" });
  await expect(svg).toMatchFileSnapshot("goldens/loss-plot.svg");
});

test("a plot without data is still a plot", () => {
  expect(accuracyPlot([], text, 0.1)).toContain("chance (0.1)");
});
