import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { renderMistakes } from "../../shared/mistakes.ts";
import { COURSE_FILE } from "../../shared/paths.ts";
import { parseContent, parseCourse } from "./read-course.ts";

/** Two exercises, with two checks and with one. */
const KNOWN = new Map([
  ["2.7", 2],
  ["2.8", 1],
]);
const QUESTION = `
  - title: Why?
    short: The reason
    text: Give a reason.
    criteria:
      - { id: reason, title: There is one, points: 2, look-for: Any. }
    wrong-answers:
      - { answer: None., misses: [reason], why: There is one. }
      - { answer: Who?, misses: [reason], why: We ask for a reason. }
    model-answer: Because.
`;
const START = "title: A lab\ncourse: A course\n";
const SHORT = `${START}exercises: { 2.7: 2 }\nwritten:${QUESTION}`;

function mistakesIn(text: string): string {
  const parsed = parseContent(text, "course.yaml", KNOWN);
  return "mistakes" in parsed ? renderMistakes(parsed.mistakes) : "none";
}

test("the course.yaml of this tree serves a class, too, which keeps nothing of the lab", async () => {
  const text = await readFile(COURSE_FILE, "utf8");
  const { course } = parseCourse(text, "course.yaml") as { readonly course: object };
  for (const key of ["title", "written", "exercises", "points"]) expect(course).not.toHaveProperty(key);
});

test("a course says its title, its exercises and its questions", () => {
  expect(parseContent(SHORT, "course.yaml", KNOWN)).toMatchObject({
    content: { title: "A lab", exercises: { "2.7": 2 }, written: [{ title: "Why?", criteria: [{ points: 2 }] }] },
  });
});

test("points may stand in quotes, since every value is a text", () => {
  const text = SHORT.replace("exercises:", 'points: "100"\nexercises:');
  expect(parseContent(text, "course.yaml", KNOWN)).toMatchObject({ content: { points: 100 } });
});

describe("a mistake has its line, what came and what was expected", () => {
  const POINTS = "expected a whole number of points, at least 1";

  test.each<[text: string, mistakes: string]>([
    ["course: A course\nexercises: { 2.7: 2 }\nwritten: []\n", "course.yaml:1:1: title: expected a text"],
    [`${START}written: []\n`, 'course.yaml:1:1: exercises: expected lines "2.4: 9"'],
    [
      `${START}exercises: {}\nwritten: []\n`,
      'course.yaml:3:12: exercises: got a map, expected at least one line such as "2.4: 9"',
    ],
    [
      `${START}exercises:\n  2.7: 4\n  2.88: 8\nwritten: []\n`,
      'course.yaml:5:9: exercises: 2.88: got "8", unknown exercise, expected 2.7, 2.8',
    ],
    [`${START}exercises:\n  2.7: four\nwritten: []\n`, `course.yaml:4:8: exercises: 2.7: got "four", ${POINTS}`],
    [`${START}exercises:\n  2.8: 0\nwritten: []\n`, `course.yaml:4:8: exercises: 2.8: got "0", ${POINTS}`],
    [
      `${START}exercises:\n  2.7: 1\nwritten: []\n`,
      'course.yaml:4:8: exercises: 2.7: got "1", expected at least 2, one for each of its checks',
    ],
    [
      `${START}points: 2\nexercises:\n  2.7: 1\n  2.8: 1\nwritten: []\n`,
      'course.yaml:3:9: points: got "2", expected at least 3, one point for each check of the exercises in use',
    ],
    [
      SHORT.replace("misses: [reason], why: There", "misses: [cause], why: There"),
      'course.yaml:11:35: W1, wrong answer 1: misses: got "cause", expected an id of its criteria: reason',
    ],
    [
      SHORT.replace("    short: The reason\n", "    name: The reason\n"),
      'course.yaml:5:5: W1: short: expected a text\ncourse.yaml:6:11: W1: name: got "The reason", unknown key, expected title, short, text, criteria, wrong-answers or model-answer',
    ],
    [
      SHORT.replace("Any. }", "Any. }\n      - { id: reason, title: Again, points: 1, look-for: Any. }").replace(
        "[reason]",
        "[cause]",
      ),
      'course.yaml:10:15: W1, criterion 2: id: got "reason", another criterion has this id',
    ],
    [SHORT.replace("points: 2,", "points: two,"), `course.yaml:9:52: W1, criterion 1: points: got "two", ${POINTS}`],
    ["# Nothing yet.\n", "course.yaml:1:1: the file is empty; expected title: ..."],
    [
      "title: PGD: random\ncourse: b: c\n",
      "course.yaml:1:8: this is not YAML: a text with a colon: put the text in quotes",
    ],
  ])("%j", (text, mistakes) => {
    expect(mistakesIn(text)).toBe(mistakes);
  });
});
