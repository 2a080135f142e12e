import { ALL_EXERCISES } from "@robustness-lab/fixtures";
import Handlebars from "handlebars";
import { pointsOfQuestion, questionId, type Content } from "../../office/course/content.ts";
import type { RubricEntry } from "../../pipeline/score/rubric-entry.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** The parts of the sheet, and their exercises. */
export const PARTS: readonly { readonly title: string; readonly exercises: readonly string[] }[] = [
  { title: "Problem 1: linear models", exercises: ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"] },
  { title: "Problem 2: classifiers", exercises: ["2.1", "2.2", "2.3"] },
  { title: "Problem 2: attacks", exercises: ["2.4", "2.5", "2.6", "2.7", "2.8"] },
  { title: "Problem 2: defence", exercises: ["2.9"] },
];

/** What a sheet is made for: a course, and its rubric. */
export interface SheetFacts {
  readonly content: Content;
  readonly rubric: readonly RubricEntry[];
}

/**
 * The exercise sheet of a course, from the text with all exercises: those that the course does not set are left out, and all
 * numbers are the rubric's. See docs/adapting.md for the names in braces.
 */
export function renderSheet(source: string, facts: SheetFacts): string {
  const sheet = Handlebars.create();
  const render = sheet.compile(setSections(source.replaceAll("\r\n", "\n"), facts), { noEscape: true, strict: true });
  const rubric = facts.rubric;
  return render(valuesOf(facts), {
    helpers: {
      worth: (id: string) => inPoints(pointsIn(rubric.filter(({ exercise }) => exercise === id))),
      pointsOf: (name: string) => pointsIn(rubric.filter(({ functionName }) => functionName === name)),
    },
  });
}

function valuesOf({ content, rubric }: SheetFacts) {
  const { title, course, contact, written } = content;
  const set = ALL_EXERCISES.filter(({ id }) => Object.hasOwn(content.exercises, id));
  return {
    ...{ title, course, contact: contact ?? "" },
    functions: set.flatMap(({ functions }) => functions).length,
    points: pointsIn(rubric),
    pointsTable: pointsTable({ content, rubric }),
    given: givenFunctions(content),
    questions: written.length === 0 ? "" : countOf(written.length, "question"),
    questionsInWords: questionsInWords(content),
    writtenPoints: writtenPoints(content),
  };
}

/** The lines about points: one part of the sheet each, the written questions, and the total. */
function pointsTable({ content, rubric }: SheetFacts): string {
  const parts = PARTS.flatMap(({ title, exercises }) => {
    const set = exercises.filter((id) => Object.hasOwn(content.exercises, id));
    const points = pointsIn(rubric.filter(({ exercise }) => set.includes(exercise)));
    return set.length === 0 ? [] : [`| ${title} | ${rangeOf(set)} | ${points} |`];
  });
  const ids = content.written.map((_, index) => questionId(index));
  const written =
    ids.length === 0
      ? []
      : [`| Written questions, in [answers.md](answers.md) | ${rangeOf(ids)} | ${writtenPoints(content)} |`];
  const total = `| **total** | | **${pointsIn(rubric) + writtenPoints(content)}** |`;
  return ["| part | exercises | points |", "| --- | --- | ---: |", ...parts, ...written, total].join("\n");
}

/** "2.4 – 2.6, 2.8": what follows one another is a range. */
function rangeOf(ids: readonly string[]): string {
  const runs: string[][] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run !== undefined && numberOf(run.at(-1)) + 1 === numberOf(id)) run.push(id);
    else runs.push([id]);
  }
  return runs.map((run) => (run.length < 2 ? run.join("") : `${run[0] ?? ""} – ${run.at(-1) ?? ""}`)).join(", ");
}

function numberOf(id = ""): number {
  return Number(/\d+$/.exec(id)?.[0]);
}

/** A paragraph about the functions that students need not write; none if the course sets all exercises. */
function givenFunctions({ exercises }: Content): string {
  const given = ALL_EXERCISES.filter(({ id }) => !Object.hasOwn(exercises, id)).map(({ file, functions }) => {
    return `${functions.map((name) => `\`${name}\``).join(", ")} (\`src/${file}\`)`;
  });
  return given.length === 0 ? "" : `These functions are given, and not graded: ${given.join("; ")}.\n\n`;
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "five questions, four points each" */
function questionsInWords(content: Content): string {
  const each = content.written.map(pointsOfQuestion);
  const [first = 0, ...others] = each;
  const same = others.every((value) => value === first) ? `, ${countOf(first, "point")} each` : "";
  return `${countOf(each.length, "question")}${others.length === 0 ? "" : same}`;
}

/** "five questions" */
export function countOf(count: number, noun: string): string {
  return `${WORDS[count] ?? count} ${noun}${count === 1 ? "" : "s"}`;
}

function writtenPoints({ written }: Content): number {
  return sumOf(written.map(pointsOfQuestion));
}

function pointsIn(parts: readonly { readonly points: number }[]): number {
  return sumOf(parts.map(({ points }) => points));
}

/** "1 point" */
export function inPoints(points: number): string {
  return `${points} ${points === 1 ? "point" : "points"}`;
}

/** Leaves out the sections of exercises that are not set: from "### 2.7 ..." to the next heading or rule. */
function setSections(source: string, { content }: SheetFacts): string {
  return source
    .split(/^(?=#{2,3} |---$)/m)
    .filter((section) => {
      const id = /^### (\d+\.\d+) /.exec(section)?.[1];
      return id === undefined || Object.hasOwn(content.exercises, id);
    })
    .join("");
}
