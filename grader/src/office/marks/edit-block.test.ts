import fc from "fast-check";
import { expect, test } from "vitest";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { editBlock, newBlock, type BlockEdit } from "./edit-block.ts";
import { joinText, splitText } from "./marks-text.ts";
import { parseMarks, type FileMarks } from "./parse-marks.ts";

const FILE = "marks.yaml";

const parse = (text: string) => parseMarks(text, FILE, WRITTEN_QUESTIONS);

/** The text of a file after a change of one submission that it contains. */
function edit(text: string, name: string, change: BlockEdit): string {
  const parts = splitText(text, parse(text), WRITTEN_QUESTIONS);
  const blocks = parts.blocks.map((each) => (each.name === name ? editBlock(each, change, WRITTEN_QUESTIONS) : each));
  return joinText({ ...parts, blocks });
}

const marks = (points: readonly (number | null)[], rest: Omit<FileMarks, "points"> = {}): FileMarks => {
  const criteria = WRITTEN_QUESTIONS[0]?.criteria ?? [];
  return { points: new Map(criteria.map(({ id }, index) => [id, points[index] ?? null])), ...rest };
};
const w1 = (...given: Parameters<typeof marks>): BlockEdit => ({ questions: new Map([["W1", marks(...given)]]) });
const commentsIn = (text: string) =>
  parse(text).submissions.map(({ name, questions }) => [name, questions.get("W1")?.value.comment]);

const BY_HAND = `# My marks.
marker: Grace   # me

submissions:

  # She asked for a second reading.
  ada:
    # Ada Byron (1000)
    sha256: 0123456789ab

    # W1 The closed form
    #   | an answer
    W1:
      bound:         # of 1: No point
      attained:  1   # of 1: attained
      zero-weights:  # of 1
      property:      # of 1
      comment:

    # W2 below
    W2: full
      # kept
  bob:   # in the second row
    W1: {bound: 1,   attained: 0}
    W2:
      comment: "$\\varepsilon$ and \\"this\\""
# the end
`;

test("a mark changes its own lines, and everything else stays byte for byte", () => {
  const edited = edit(BY_HAND, "ada", w1([1, 0.5, 0, 1], { comment: "See $\\nabla$.\n\n# no heading" }));
  const expected = BY_HAND.replace(
    /bound: {9}#[^]*?comment:\n/,
    `bound: 1 # of 1: No point
      attained: 0.5 # of 1: attained
      zero-weights: 0 # of 1
      property: 1 # of 1
      comment: |-
        See $\\nabla$.

        # no heading
`,
  );
  expect(edited).toBe(expected);
});

test("full with lines below becomes points when the question is marked, and marks within braces become lines", () => {
  const text =
    "submissions:\n  ada:\n    W1: Full\n      attained: 0 # why\n    W2: full\n  bob: {W1: none, W2: full}\n";
  const edited = edit(text, "ada", w1([1, 0, 1, 0.5]));
  expect(edited).toBe(
    "submissions:\n  ada:\n    W1:\n      attained: 0 # why\n      bound: 1\n      zero-weights: 1\n      property: 0.5\n" +
      "    W2: full\n  bob:\n    W1:\n      bound: 0\n      attained: 0\n      zero-weights: 0\n      property: 0\n" +
      expectedFull("W2"),
  );
  expect(parse(edited).submissions[1]?.questions.get("W1")?.value).toEqual(
    parse(text).submissions[1]?.questions.get("W1")?.value,
  );
});

function expectedFull(id: string): string {
  const { criteria = [] } = WRITTEN_QUESTIONS.find((each) => each.id === id) ?? {};
  return `    ${id}:\n${criteria.map((each) => `      ${each.id}: ${each.points}\n`).join("")}`;
}

test("a new question, an overall comment and an adjustment go where a reader looks for them", () => {
  const text = "submissions:\n  ada:\n    sha256: 0123456789ab\n    W2: full\n    # noted\n";
  const change = {
    ...w1([1]),
    comment: "Well done.",
    adjustment: { points: -1.5, reason: "late" },
    named: true as const,
  };
  expect(edit(text, "ada", change)).toBe(
    `submissions:
  ada:
    sha256: 0123456789ab
    adjustment: -1.5
    reason: |-
      late
    comment: |-
      Well done.
    named: true
    W2: full
    W1:
      bound: 1
    # noted
`,
  );
  const back = { comment: "", adjustment: null, questions: new Map([["W1", marks([])]]) };
  expect(parse(edit(edit(text, "ada", change), "ada", back)).submissions[0]).toMatchObject({ named: true });
  expect(parse(edit(edit(text, "ada", change), "ada", back)).submissions[0]?.questions.has("W1")).toBe(false);
});

test("a question without marks is gone, unless somebody wrote beside it", () => {
  const text = "submissions:\n  ada:\n    W1: full\n    W2: full # sure?\n";
  expect(edit(text, "ada", w1([]))).toBe("submissions:\n  ada:\n    W2: full # sure?\n");
});

test("a file from Windows keeps its line ends, and one without a last line break gets one", () => {
  const text = "submissions:\r\n  ada:\r\n    W1:\r\n      bound: 1\r\n  bob:\r\n    W1: full";
  expect(edit(text, "ada", w1([0, 1]))).toBe(
    "submissions:\r\n  ada:\r\n    W1:\r\n      bound: 0\r\n      attained: 1\r\n  bob:\r\n    W1: full\n",
  );
  expect(edit(text, "bob", w1([1])).endsWith("  bob:\r\n    W1:\r\n      bound: 1\r\n")).toBe(true);
});

test.each([
  ["everything within braces", "{marker: Grace, submissions: {ada: {W1: {bound: 1, comment: 'a'}}, bob: {}}}"],
  ["submissions within braces", "marker: Grace\nsubmissions: {ada: {W1: {bound: 1, comment: 'a'}}, bob: {}}\n"],
  [
    "submissions before the marker",
    "submissions:\n  ada:\n    W1:\n      bound: 1\n      comment: a\n\nmarker: Grace\n",
  ],
  [
    "an odd indentation",
    "marker: Grace\nsubmissions:\n      ada:\n         W1:\n               comment: a\n               bound: 1\n",
  ],
])("%s can be marked", (_, text) => {
  const edited = edit(text, "ada", w1([0.5], { comment: "b" }));
  expect(parse(edited)).toMatchObject({ marker: "Grace", mistakes: [] });
  expect(parse(edited).submissions[0]?.questions.get("W1")?.value).toMatchObject({ comment: "b", marker: "Grace" });
});

const latex = fc.constantFrom(
  ..."\\varepsilon \\nabla $ $$ \\lVert \\frac{a}{b} \\n \\t \\x41 \\\\ \\u0041 # : ' \" ` - > | * & ! % @ { } [ ] , ? ~ w x= 0.5 null true".split(
    " ",
  ),
  "\n",
  "\n\n",
  "  ",
  "é",
  "김",
  "🦊",
);
const COMMENT = fc
  .array(latex, { minLength: 1, maxLength: 30 })
  .map((parts) => parts.join(" ").trim())
  .filter((text) => text !== "" && text.split("\n").length <= 40);

test("200 comments full of LaTeX arrive as typed, over each style of what was there before", () => {
  const styles = ["", ' "$\\\\varepsilon$ \\"x\\""', " '$\\nabla$'", " plain", " |\n        # $\\nu$\n\n        b"];
  const changes = fc.record({ text: COMMENT, style: fc.constantFrom(...styles) });
  fc.assert(
    fc.property(changes, ({ text, style }) => {
      const before = `submissions:\n  ada:\n    W1:\n      comment:${style}\n      bound: 1\n  bob:\n    W1: full\n`;
      const edited = edit(before, "ada", w1([0.5], { comment: text }));
      expect(parse(edited).mistakes).toEqual([]);
      expect(commentsIn(edited)).toEqual([
        ["ada", text],
        ["bob", undefined],
      ]);
      expect(edited.endsWith("  bob:\n    W1: full\n")).toBe(true);
    }),
    { numRuns: 200, seed: 5 },
  );
});

test.each(["ada", "1000", "김민준", "a: b", "- x", "null", "'", '"', "#", "Ada L., 2", "x".repeat(200)])(
  "a new block takes the name %j",
  (name) => {
    const block = editBlock(newBlock(name, "012345678901"), w1([1]), WRITTEN_QUESTIONS);
    const { submissions, mistakes } = parse(`submissions:\n${block.text}`);
    expect(mistakes).toEqual([]);
    expect(submissions[0]).toMatchObject({ name, sha256: { value: "012345678901" } });
  },
);
