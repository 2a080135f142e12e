import fc from "fast-check";
import { expect, test } from "vitest";
import { SAMPLE_QUESTIONS } from "../../pipeline/score/testing/sample-questions.ts";
import { parseMarks } from "./parse-marks.ts";
import { renderTemplate } from "./render-template.ts";

const SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

test("a new marks file contains no marks, for random names and answers", () => {
  const lines = [
    "W1: full",
    "marker: me",
    "\n",
    "\r",
    "\u2028",
    "\u0085",
    "*a",
    "&a",
    "!!x",
    "{",
    "- ",
    "# ",
    ": ",
    "'",
    '"',
    "\u0000",
    "漢",
  ];
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...lines)).map((parts) => parts.join("")),
  );
  const check = (name: string, answer: string): void => {
    const answers = { texts: new Map([["W1", answer]]), notes: [answer] };
    const file = renderTemplate(
      [
        { name, sha256: SHA, answers },
        { name: `${name}2`, sha256: null, answers: null },
      ],
      SAMPLE_QUESTIONS,
    );
    const { submissions, mistakes } = parseMarks(file, "m.yaml", SAMPLE_QUESTIONS);
    expect(mistakes).toEqual([]);
    expect(file).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(submissions.map((each) => [each.name, each.sha256?.value, each.questions.size])).toEqual([
      [name, SHA.slice(0, 12), 0],
      [`${name}2`, undefined, 0],
    ]);
  };
  fc.assert(fc.property(text, text, check), { seed: 20_261_122, numRuns: 200 });
});

test("a filled in marks file contains the new marks", () => {
  const file = renderTemplate([{ name: "ada", sha256: null, answers: null }], SAMPLE_QUESTIONS);
  const filled = file.replace(/^( +tight:) /m, "$1 1 ").replace("marker:", "marker: Grace");
  const { submissions, mistakes } = parseMarks(filled, "m.yaml", SAMPLE_QUESTIONS);
  expect(mistakes).toEqual([]);
  expect(submissions[0]?.questions.get("W2")?.value).toEqual({
    points: new Map([
      ["penalty", null],
      ["tight", 1],
      ["slack", null],
      ["better", null],
    ]),
    marker: "Grace",
  });
});

test("a long answer is truncated with a note", () => {
  const answers = { texts: new Map([["W1", "line\n".repeat(500).trim()]]), notes: [] };
  const file = renderTemplate([{ name: "ada", sha256: null, answers }], SAMPLE_QUESTIONS);
  expect(file).toContain("# Answered in 500 words:");
  expect(file.match(/\| line$/gm)).toHaveLength(200);
  expect(file).toContain("… (300 more lines, see answers.md)");
});

test("a name stands in its own script, with the id of its student", () => {
  const student = "Amélie Dupont (Amélie Dupont_118_assignsubmission_file_)";
  const file = renderTemplate([{ name: "Amélie 漢-3f", student, sha256: null, answers: null }], SAMPLE_QUESTIONS);
  expect(file).toContain(`\n  "Amélie 漢-3f":\n    # ${student}\n`);
});

test("a text without headings is shown as a whole, once", () => {
  const answers = { texts: new Map(), whole: "# Antworten\r\n\r\nWeil.", notes: ["W1: no heading"] };
  const file = renderTemplate([{ name: "ada", sha256: SHA, answers }], SAMPLE_QUESTIONS);
  expect(file.match(/Weil\./g)).toHaveLength(1);
  expect(file).toContain(
    "because a heading of a question is missing:\n    #   | # Antworten\n    #   |\n    #   | Weil.\n",
  );
  expect(file.match(/No heading: see the whole text above\./g)).toHaveLength(SAMPLE_QUESTIONS.length);
});
