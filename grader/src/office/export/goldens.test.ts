import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { hostileResult, SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { CLASSROOM50_ENVIRONMENT, renderClassroom50 } from "./classroom50.ts";
import { renderClassroom } from "./classroom.ts";
import { renderCtrf } from "./ctrf.ts";
import { renderGradescope } from "./gradescope.ts";
import { renderJunit } from "./junit.ts";

const run = {
  environment: CLASSROOM50_ENVIRONMENT.parse({
    CLASSROOM: "cs-433",
    ASSIGNMENT: "robustness",
    USERNAME: "ada",
    SUBMISSION_TAG: "submit/2026-10-01T12-00-00Z-0123abc",
    COMMIT_URL: "https://github.example/commit/0123abc",
    RELEASE_URL: "https://github.example/release",
  }),
  now: new Date(Date.UTC(2026, 9, 1, 12, 0, 0)),
};

const FORMATS = {
  "gradescope/{}.json": renderGradescope,
  "classroom/{}.json": decoded,
  "classroom50/{}.json": (result) => renderClassroom50(result, run) ?? "no file, because there is no grade\n",
  "ctrf/{}.json": renderCtrf,
  "junit/{}.xml": renderJunit,
} satisfies Record<string, (result: (typeof SAMPLE_RESULTS)[string]) => string>;

function decoded(result: (typeof SAMPLE_RESULTS)[string]): string {
  const value: unknown = JSON.parse(Buffer.from(renderClassroom(result), "base64").toString("utf8"));
  return `${JSON.stringify(value, null, 2)}\n`;
}

describe.each(Object.entries(FORMATS))("%s", (pattern, render) => {
  test.each(Object.entries(SAMPLE_RESULTS))("of %s matches the golden file", async (outcome, result) => {
    const file = new URL(`goldens/${pattern.replace("{}", outcome)}`, import.meta.url);
    await expect(render(result)).toMatchFileSnapshot(fileURLToPath(file));
  });

  it("contains no control, bidi or zero-width character for random texts of students and markers", () => {
    const written = fc.string({ unit: "binary", maxLength: 60 });
    const property = fc.property(written, written, (name, message) => {
      const text = render(hostileResult(name, message));
      // Characters that JSON escapes are hidden again after parsing.
      const seen = pattern.endsWith(".json") ? stringsIn(JSON.parse(text)).join("\n") : text;
      expect(seen.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    });
    fc.assert(property, { seed: 433, numRuns: 100 });
  });
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
