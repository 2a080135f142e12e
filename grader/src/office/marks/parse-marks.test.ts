import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Document, Scalar, visit } from "yaml";
import { SAMPLE_QUESTIONS } from "../../pipeline/score/testing/sample-questions.ts";
import { renderMistakes } from "../../shared/mistakes.ts";
import { isMarked, parseMarks } from "./parse-marks.ts";
import { MAX_MARKS_BYTES } from "./yaml-text.ts";

const parse = (text: string) => parseMarks(text, "m.yaml", SAMPLE_QUESTIONS);
const mistakesIn = (text: string): string[] => renderMistakes(parse(text).mistakes).split("\n");
const ada = (...lines: string[]): string =>
  ["submissions:", "  ada:", ...lines.map((line) => `    ${line}`), ""].join("\n");

describe("a mistake is reported with its place, the value and the expected one", () => {
  test.each([
    [
      "too many points",
      ada("W1: {bound: 2}"),
      /^m\.yaml:3:17: bound: got 2, which is too many points, expected 0, 0.5 or 1/,
    ],
    [
      "negative points",
      ada("W1:", "  bound: -1"),
      /^m\.yaml:4:14: bound: got -1, which is negative, expected 0, 0.5 or 1/,
    ],
    ["a third of a point", ada("W1:", "  bound: 0.33"), /^m\.yaml:4:14: .*got 0\.33, which is not a multiple of 0\.5/],
    ["a decimal comma", ada("W1:", "  bound: 0,5"), /^m\.yaml:4:14: bound: got the text "0,5", expected 0, 0\.5 or 1/],
    [
      "an adjustment without a reason",
      ada("adjustment: -1"),
      /^m\.yaml:3:5: an adjustment without a reason.*add a line/,
    ],
    ["a reason alone", ada("reason: late"), /^m\.yaml:3:5: a reason without an adjustment: add a line/],
    [
      "an adjustment of a third",
      ada("adjustment: 0.3", "reason: late"),
      /:3:17: adjustment: got 0\.3, expected -20 to 20 in steps of 0\.5/,
    ],
    [
      "an adjustment of more than the part",
      ada("adjustment: 21", "reason: x"),
      /adjustment: got 21, expected -20 to 20/,
    ],
    [
      "a flag in other words",
      ada("W1: {final: yes}"),
      /^m\.yaml:3:17: final: got the text "yes", expected true or false/,
    ],
    [
      "a long reason",
      ada("adjustment: 1", `reason: ${"a".repeat(2001)}`),
      /reason: got 2001 characters, expected at most/,
    ],
    ["a long overall comment", ada(`comment: ${"a".repeat(2001)}`), /:3:14: comment: got 2001 characters/],
    ["a text for points", ada('W1: {bound: "1"}'), /^m\.yaml:3:17: .*got the text "1", expected 0, 0.5 or 1/],
    ["true for points", ada("W1: {bound: true}"), /:3:17: .*got true, expected 0, 0.5 or 1/],
    ["points for a whole question", ada("W1: 3"), /:3:9: got 3, expected its criteria \(bound, .*\), full or none/],
    [
      "an unknown question",
      ada("W6: full"),
      /^m\.yaml:3:5: unknown question "W6": expected W1, W2, W3, W4, W5, sha256, comment, adjustment, reason or named/,
    ],
    ["an unknown criterion", ada("W1: {bond: 1}"), /:3:10: unknown criterion of W1 "bond": expected bound, attained/],
    ["a question twice", ada("W1: full", "W1: none"), /^m\.yaml:4:5: "W1" is repeated; it is first in line 3/],
    ["a criterion twice", ada("W1: {bound: 1, bound: 0}"), /:3:20: "bound" is repeated; it is first in line 3/],
    ["an unknown key", "marks: 1\n", /^m\.yaml:1:1: unknown key "marks": expected marker or submissions/],
    ["a number for a comment", ada("W1: {comment: 3}"), /:3:19: comment: got 3, expected a text/],
    ["a map for a comment", ada("W1: {comment: {a: 1}}"), /:3:19: comment: got a map, expected a text/],
    [
      "a comment that YAML would cut",
      ada("W1:", "  comment: see #3"),
      /:4:16: comment: what follows "#" would be lost \("3"\)/,
    ],
    [
      "a text above criteria",
      ada("W1: well done", "  bound: 1", "W2: full"),
      /:3:9: .*a value here and "name: value" below it/,
    ],
    ["a comment with a colon", ada("W1:", "  comment: for w = 0: wrong"), /:4:16: .*a text with a colon in quotes/],
    ["a long comment", ada(`W1: {comment: ${"a".repeat(2001)}}`), /got 2001 characters, expected at most 2000/],
    [
      "a marker in two lines",
      'marker: "a\\nb"\nsubmissions:\n',
      /^m\.yaml:1:9: marker: got 2 lines, expected at most 1/,
    ],
    ["an invalid checksum", ada("sha256: 12"), /:3:13: sha256: got 12, expected 8 to 64 digits/],
    [
      "a text for submissions",
      "submissions: ada\n",
      /^m\.yaml:1:14: got the text "ada", expected names of submissions/,
    ],
    ["an empty file", "", /^m\.yaml:1:1: found nothing, expected "submissions:"/],
    ["a list", ada("- W1: full"), /^m\.yaml:3:5: a list is not allowed here/],
    ["a list in brackets", ada("W1: [bound]"), /^m\.yaml:3:9: a list is not allowed here/],
    ["an alias", ada("W1: &a {bound: 1}", "W2: *a"), /^m\.yaml:3:9: anchors and aliases/],
    ["a tag", ada("W1: !!js/function full"), /:3:9: this cannot be read as YAML: unresolved tag/],
    ["a tab", "submissions:\n\tada:\n", /^m\.yaml:2:1: this cannot be read as YAML: tabs are not allowed/],
    ["an open bracket", ada("W1: {bound: 1"), /this cannot be read as YAML: flow map .* end with a }/],
    [
      "two documents",
      "submissions:\n---\nsubmissions:\n",
      /^m\.yaml:2:1: this cannot be read as YAML: .*multiple documents/,
    ],
    ["control characters", ada('"W\\e[31m": 1'), /unknown question "W\[U\+001B\]\[31m"/],
  ])("%s", (_, text, message) => {
    const mistakes = mistakesIn(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(message);
  });

  test("all mistakes are reported in order, up to 20", () => {
    const text = ada("W9: 1", "W1: {bound: 7, attained: 7}", "W2: {slack: x}");
    expect(mistakesIn(text).map((line) => line.split(": ")[0])).toEqual([
      "m.yaml:3:5",
      "m.yaml:4:17",
      "m.yaml:4:30",
      "m.yaml:5:17",
    ]);
    const many = mistakesIn(ada(...Array.from({ length: 30 }, (_, index) => `X${index}: 1`)));
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe("and 10 more");
  });
});

describe("a file made to exhaust the parser is rejected", () => {
  test.each([
    ["a nest of braces", `a: ${"{a: ".repeat(100_000)}`, /1:\d+: this is nested too deeply/],
    ["a nest of brackets", "[".repeat(100_000), /a list is not allowed/],
    ["a nest of dashes", "- ".repeat(100_000), /a list is not allowed/],
    ["a nest of question marks", "? ".repeat(100_000), /a key with "\?" is not allowed/],
    [
      "a nest by indentation",
      Array.from({ length: 3000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
      /^m\.yaml:66:1: this is nested too deeply/,
    ],
    ["more than 8 MiB", " ".repeat(MAX_MARKS_BYTES + 1), /^m\.yaml:1:1: the file is larger than 8 MiB/],
  ])("%s", (_, text, message) => {
    expect(mistakesIn(text)[0]).toMatch(message);
  });

  test("but twenty thousand names are accepted", { timeout: 30_000 }, () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `  s${index}:\n`).join("");
    expect(parse(`submissions:\n${names}`).submissions).toHaveLength(20_000);
  });
});

test("keys are strings, points may be omitted, and a question's marker takes precedence over the file's", () => {
  const text =
    'marker: Grace\nsubmissions:\n  007:\n    W1: full\n    W2: {tight: 1, slack: ~, marker: Alan}\n    W3:\n  true:\n  "":\n    W4: {comment: "  "}\n';
  const { submissions, mistakes } = parse(text);
  expect(mistakes).toEqual([]);
  expect(submissions.map(({ name }) => name)).toEqual(["007", "true", ""]);
  expect(submissions.map(({ questions }) => [...questions.keys()])).toEqual([["W1", "W2"], [], []]);
  const [w1, w2] = [...submissions[0]!.questions.values()].map(({ value }) => value);
  expect([w1?.marker, w2?.marker]).toEqual(["Grace", "Alan"]);
  expect([...w1!.points.values()]).toEqual([1, 1, 1, 1]);
  expect([...w2!.points.values()]).toEqual([null, 1, null, null]);
});

test("a submission has a comment, an adjustment and a note that its name was shown; a question has flags", () => {
  const text = ada(
    'comment: "Well argued, \\nabla."',
    "adjustment: -1.5",
    "reason: handed in on paper",
    "named: true",
    "W1: {bound: 0.5, final: true, alone: false}",
    "W2: {second-opinion: true}",
    "W3: {alone: true}",
    "W4: {second-opinion: false, marker: Alan}",
  );
  const { submissions, mistakes, marker } = parse(`marker: Grace\n${text}`);
  expect([mistakes, marker]).toEqual([[], "Grace"]);
  expect(submissions[0]).toMatchObject({
    comment: "Well argued, \\nabla.",
    adjustment: { value: { points: -1.5, reason: "handed in on paper" }, place: { line: 5, column: 5 } },
    named: true,
  });
  const questions = [...submissions[0]!.questions].map(([id, { value }]) => [id, isMarked(value), value] as const);
  expect(questions.map(([id, isMarked]) => [id, isMarked])).toEqual([
    ["W1", true],
    ["W2", false],
    ["W3", false],
  ]);
  expect(questions.map(([, , { secondOpinion, final, alone }]) => [secondOpinion, final, alone])).toEqual([
    [undefined, true, undefined],
    [true, undefined, undefined],
    [undefined, undefined, true],
  ]);
  expect(questions[0]?.[2].points.get("bound")).toBe(0.5);
});

test("an adjustment of 0 is none", () => {
  const { submissions, mistakes } = parse(ada("adjustment: 0", "reason:"));
  expect([mistakes, submissions[0]?.adjustment]).toEqual([[], undefined]);
});

test("random marks survive a round trip through YAML", () => {
  const points = fc.constantFrom(0, 0.5, 1, null);
  const text = fc.string({ unit: "binary", maxLength: 60 }).map((each) =>
    each
      .replace(/\p{Cs}/gu, "")
      .replaceAll("\r", "")
      .trim(),
  );
  const question = (ids: readonly string[]) => {
    const criteria = Object.fromEntries(ids.map((id) => [id, points]));
    const comment = text.map((each) => each.replaceAll(/(?!\n)\p{C}/gu, "").trim());
    return fc.record({ ...criteria, comment, marker: text.map((each) => each.replace(/\n/g, "").trim()) });
  };
  const questions = fc.record(
    Object.fromEntries(SAMPLE_QUESTIONS.map(({ id, criteria }) => [id, question(criteria.map((each) => each.id))])),
  );
  const name = fc.string({ minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(name, questions, (submission, marked) => {
      const { submissions, mistakes } = parse(inBlocks({ submissions: { [submission]: marked } }));
      expect(mistakes).toEqual([]);
      expect(submissions[0]?.name).toBe(submission);
      for (const [id, { comment, marker, ...given }] of Object.entries(
        marked as Record<string, Record<string, unknown>>,
      )) {
        const read = submissions[0]!.questions.get(id)?.value;
        const isSilent = comment === "" && Object.values(given).every((each) => each === null);
        expect(read === undefined).toBe(isSilent);
        if (read === undefined) continue;
        expect(Object.fromEntries(read.points)).toEqual(given);
        expect([read.comment ?? "", read.marker ?? ""]).toEqual([comment, marker]);
      }
    }),
    { seed: 20_261_122, numRuns: 60 },
  );
});

/** YAML with comments in blocks: in double quotes, a comment is taken as typed, and the library writes escapes. */
function inBlocks(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value }) {
      if (String(key) === "comment") (value as Scalar).type = Scalar.BLOCK_LITERAL;
    },
  });
  return document.toString();
}

const LATEX = [
  ...[
    "\\varepsilon",
    "\\nabla",
    "\\frac{a}{b}",
    "\\beta",
    "\\tau",
    "\\rho",
    "\\lambda",
    "\\x",
    "\\uparrow",
    "\\Uparrow",
    "\\0",
  ],
  ...["$", "\\\\", "\\{0, 1\\}", "x_1^2", "\\%", "&", "#1", "it's", "ä", "漢", ";", "a", "\\'e", "\\,", "\\ "],
];

test("LaTeX arrives as it was typed, in every style of quotes, in comments and reasons", () => {
  const styles: readonly ((text: string, indent: string) => string)[] = [
    (text) => `"${text.replaceAll('"', '\\"')}"`,
    (text) => `'${text.replaceAll("'", "''")}'`,
    (text, indent) => `|\n${indent}${text}`,
    (text, indent) => `>-\n${indent}${text}`,
    // Without quotes: a word first, and no " #".
    (text) => `see ${text.replaceAll("#", "")}`,
  ];
  const text = fc
    .array(fc.constantFrom(...LATEX), { minLength: 1, maxLength: 12 })
    .map((parts) => `${parts.join(" ")} end`.trim());
  const readAll = (typed: string, write: (typeof styles)[number]) => {
    const [inQuestion, inSubmission] = [write(typed, " ".repeat(8)), write(typed, " ".repeat(6))];
    const file = ada(
      `comment: ${inSubmission}`,
      "adjustment: 1",
      `reason: ${inSubmission}`,
      "W1:",
      `  comment: ${inQuestion}`,
    );
    const { submissions, mistakes } = parse(file);
    expect(mistakes).toEqual([]);
    const { comment, adjustment, questions } = submissions[0]!;
    return [comment, adjustment?.value.reason, questions.get("W1")?.value.comment];
  };
  fc.assert(
    fc.property(text, (typed) => {
      const unquoted = `see ${typed.replaceAll("#", "")}`.trim();
      const read = styles.map((write) => readAll(typed, write));
      expect(read).toEqual([typed, typed, typed, typed, unquoted].map((each) => [each, each, each]));
    }),
    { seed: 20_261_129, numRuns: 200 },
  );
});

test("a comment in double quotes may have quotes and several lines", () => {
  const { submissions } = parse(ada("W1:", '  comment: "a \\"b\\"', "    c $\\nu$", "", '    d \\\\"'));
  expect(submissions[0]?.questions.get("W1")?.value.comment).toBe('a "b" c $\\nu$\nd \\\\');
});

test("a word gives all or no points, with the criteria left blank below it, in any case, and points below override it", () => {
  const text = ada(
    "W1: Full",
    "  bound:   # of 1",
    "  attained: 0",
    '  comment: "W3: full"',
    "W2: NONE # x",
    "  tight:",
    '"W4": full',
  );
  const { submissions, mistakes } = parse(text);
  expect(mistakes).toEqual([]);
  const points = [...submissions[0]!.questions].map(([id, { value }]) => [id, ...value.points.values()]);
  expect(points).toEqual([
    ["W1", 1, 0, 1, 1],
    ["W2", 0, 0, 0, 0],
    ["W4", 1, 1, 1, 1],
  ]);
  expect(submissions[0]?.questions.get("W1")?.value.comment).toBe("W3: full");
});

test("a word in a block of text is text", () => {
  const { submissions } = parse(ada("W1:", "  comment: |", "    W1: full", "    W2: none"));
  expect(submissions[0]?.questions.get("W1")?.value.comment).toBe("W1: full\nW2: none");
});
