import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findAnswers, QUESTION_IDS } from "@robustness-lab/fixtures/hand-in";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { TEMPLATE_FOLDER } from "../../shared/paths.ts";

const IDS = WRITTEN_QUESTIONS.map(({ id }) => id);
const TEMPLATE = readFileSync(`${TEMPLATE_FOLDER}/answers.md`, "utf8");
const answered = TEMPLATE.replaceAll("<!-- Write here. -->", "My answer,\n\n## Proof\nin parts.");

test("npm run handin asks for the questions of the rubric", () => {
  expect(QUESTION_IDS).toEqual(IDS);
});

describe("answers are found", () => {
  test("empty in the untouched template, without notes", () => {
    const { texts, notes } = findAnswers(TEMPLATE, IDS);
    expect([...texts]).toEqual(IDS.map((id) => [id, ""]));
    expect(notes).toEqual([]);
  });

  test.each([
    ["with the template's headings", answered],
    ["with Windows line breaks", answered.replaceAll("\n", "\r\n")],
    ["with line breaks of old Macs", answered.replaceAll("\n", "\r")],
    ["with other headings", answered.replaceAll("## W", "# Question w").replaceAll("**Your answer**", "Your answer:")],
    ["with words before the number", answered.replaceAll("## W", "## Antwort zu W")],
    ["with labels and no headings", answered.replace(/^## W(\d) .*$/gm, "W$1:").replace(/^# .*$/m, "")],
    [
      "with bold lines as headings",
      answered.replace(/^## (.*)$/gm, (line, text: string) => (text === "Proof" ? line : `**${text}**`)),
    ],
  ])("%s", (_, text) => {
    const { texts, notes } = findAnswers(text, IDS);
    expect([...texts.values()]).toEqual(IDS.map(() => "My answer,\n\n## Proof\nin parts."));
    expect(notes).toEqual([]);
  });
});

describe("a note is given for", () => {
  test.each([
    ["translated headings", "# Antworten\n\n## Aufgabe eins\n\nWeil.\n"],
    ["none", "Because of Cauchy-Schwarz.\n"],
    ["a changed heading of W1, whose answer is above all others", "## First\nyes\n## W2\nno\n"],
  ])("a text with %s, which is given as a whole", (_, text) => {
    const { whole, notes } = findAnswers(text, ["W1", "W2"]);
    expect(whole).toBe(text.trim());
    expect(notes[0]).toMatch(/^W1.*: no heading in answers\.md/);
  });

  test("a missing heading", () => {
    const { texts, notes } = findAnswers("## W1\nYour answer\nyes\n## W3\nYour answer\nno\n", ["W1", "W2", "W3"]);
    expect([texts.get("W1"), texts.get("W2"), texts.get("W3")]).toEqual(["yes", undefined, "no"]);
    expect(notes).toEqual(["W2: no heading in answers.md: the answer may be below another heading"]);
  });

  test("a repeated heading", () => {
    const { texts, notes } = findAnswers("## W1\nYour answer\nyes\n## W1\nYour answer\nno\n", ["W1"]);
    expect(texts.get("W1")).toBe("yes\n\nno");
    expect(notes[0]).toMatch(/^W1: more than one heading/);
  });

  test('a missing line "Your answer"', () => {
    const { texts, notes } = findAnswers("## W1 (4 points)\nyes\n", ["W1"]);
    expect(texts.get("W1")).toBe("yes");
    expect(notes[0]).toMatch(/^W1: the line "Your answer" is missing/);
  });
});

test.each([
  ["a heading of spaces", `# ${" ".repeat(2_000_000)}`],
  ["headings only", "# W1\n".repeat(400_000)],
  ["the words that end a question, never quite", `${"* your answer".repeat(150_000)}\n${"*".repeat(100_000)}x`],
  ["the start of a question, again and again", `**question${" question".repeat(200_000)}`],
])("as large a file as is read is parsed in a moment: %s", { timeout: 5000 }, (_, text) => {
  expect(findAnswers(text, IDS).notes.length).toBeGreaterThan(0);
});
