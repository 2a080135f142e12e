import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import type { FailedCheck } from "../score/result.ts";
import { figureView } from "./figure-view.ts";
import { accuracyPlot } from "./plots.ts";
import { toPngUri } from "./png.ts";
import { SAMPLE_RESULTS, sampleResult } from "./testing/sample-results.ts";
import { adviceOf, appealCommand } from "./wording.ts";

describe("the figure of a report", () => {
  it("has inline PNGs with exactly the given bytes", () => {
    const bytes = Uint8Array.from({ length: 28 * 28 }, (_, index) => (index * 7) % 256);
    const uri = toPngUri(Buffer.from(bytes).toString("base64"));
    const png = decode(Buffer.from(uri.slice("data:image/png;base64,".length), "base64"));
    expect([png.width, png.height, png.channels, png.depth]).toEqual([28, 28, 1, 8]);
    expect(Uint8Array.from(png.data)).toEqual(bytes);
  });

  it("has a plot without styles, which a strict policy would block, with a name, axes and the chance level", () => {
    const plot = figureView(SAMPLE_RESULTS["all-passed"]!, accuracyPlot)?.plot ?? "";
    expect(plot).not.toMatch(/<style|style=/);
    for (const words of ["this submission", "reference", "chance (0.1)", "accuracy (fraction)", 'role="img"']) {
      expect(plot).toContain(words);
    }
  });

  it("is null if the result has none", () => {
    expect(figureView(SAMPLE_RESULTS["some-failed"]!)).toBeNull();
  });
});

describe("advice", () => {
  const failed = sampleResult("a", {
    "2.4-fgsm": "descends",
    "2.4-fgsm-box": "descends",
    "2.8-pgd": null,
  }).checks.filter((check): check is FailedCheck => check.verdict === "failed");

  it("is the misconception, explained once, or else the hint", () => {
    expect(failed.map((check) => adviceOf(check, failed))).toEqual([
      [{ label: "Looks like", text: "descends, in the words of a sample." }],
      [{ label: "Looks like", text: "the same mistake as in 2.4-fgsm." }],
      [{ label: "Hint", text: "Project onto which ball?" }],
    ]);
  });

  it("comes with a command that judges the first failed check again, if a check failed", () => {
    expect(appealCommand(SAMPLE_RESULTS["some-failed"]!)).toBe(
      "./robustness-lab grade <submission> --seed 42 --only 1.3-innerMaximiserL2",
    );
    expect(appealCommand(SAMPLE_RESULTS["all-passed"]!)).toBeNull();
  });
});
