import { expect, test } from "vitest";
import { hostileResult, SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { reportLeaks } from "./report-leaks.ts";

test("the images of a report are not leaks, and a student's <img> becomes text", async () => {
  expect(await reportLeaks(SAMPLE_RESULTS["all-passed"]!)).toEqual([]);
  const img = '<img src=x onerror=alert("PWNED")>';
  expect(await reportLeaks(hostileResult(img, img))).toEqual([]);
});

test("a payload in an attribute is found, and an image with a wrong attribute", async () => {
  const result = SAMPLE_RESULTS["all-passed"]!;
  const image = Buffer.alloc(28 * 28).toString("base64");
  const digit = { label: "PWNED", prediction: 1, attacked: 1, image, adversarial: image };
  const figure = { ...result.figure, strip: { epsilon: 0.1, digits: [digit] } };
  const leaks = await reportLeaks({ ...result, figure } as unknown as typeof result);
  expect(new Set(leaks)).toEqual(new Set(["a payload in the attribute alt", "an element <img>"]));
});
