import { basename } from "node:path";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { UsageError } from "../../shared/errors.ts";
import { anyOf, quoted, renderMistakes, type Mistake } from "../../shared/mistakes.ts";
import { readUtf8 } from "../../shared/read-utf8.ts";
import {
  CONTENT_SHAPE,
  contradictionsInContent,
  keysOfWritten,
  questionId,
  type Content,
  type KnownExercises,
} from "./content.ts";
import { contradictionsIn, type Finding } from "./contradictions.ts";
import { COURSE_SCHEMA, type Course } from "./course.ts";

/** A class may have a course.yaml without the lines about the lab. */
const FOR_A_CLASS = z.strictObject({ ...z.object(CONTENT_SHAPE).partial().shape, ...COURSE_SCHEMA.shape });
const FOR_THE_LAB = z.strictObject({ ...COURSE_SCHEMA.shape, ...CONTENT_SHAPE });
const KEYS = Object.keys({ ...CONTENT_SHAPE, ...COURSE_SCHEMA.shape });

/** Reads what a class needs of course.yaml. @throws UsageError that names every mistake with its line, what came and what was expected */
export async function readCourse(file: string): Promise<Course> {
  const course = parseCourse(await readText(file), basename(file));
  if ("mistakes" in course) throw new UsageError(renderMistakes(course.mistakes));
  return course.course;
}

/** Reads what course.yaml decides about the lab. @throws UsageError that names every mistake with its line */
export async function readContent(file: string, known: KnownExercises): Promise<Content> {
  const content = parseContent(await readText(file), basename(file), known);
  if ("mistakes" in content) throw new UsageError(renderMistakes(content.mistakes));
  return content.content;
}

async function readText(file: string): Promise<string> {
  return (await readUtf8(file, "save it as UTF-8")).replace(/^\uFEFF/, "");
}

type Mistakes = { readonly mistakes: readonly Mistake[] };

/** Parses what a class needs of course.yaml. @returns the course, or its mistakes in order */
export function parseCourse(text: string, file: string): { readonly course: Course } | Mistakes {
  const parsed = parseWith(FOR_A_CLASS, text, file, (value) => contradictionsIn(classPart(value)));
  return "mistakes" in parsed ? parsed : { course: classPart(parsed.value) };
}

/** Parses what course.yaml decides about the lab. @returns it, or its mistakes in order */
export function parseContent(
  text: string,
  file: string,
  known: KnownExercises,
): { readonly content: Content } | Mistakes {
  const parsed = parseWith(FOR_THE_LAB, text, file, (value) => [
    ...contradictionsIn(classPart(value)),
    ...contradictionsInContent(value, known),
  ]);
  return "mistakes" in parsed ? parsed : { content: parsed.value };
}

/** class.json keeps nothing of the lab: the questions' rubric is not for everybody who reads it. */
function classPart(value: Course): Course {
  const keys = Object.keys(COURSE_SCHEMA.shape);
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

function parseWith<T extends z.ZodType>(
  schema: T,
  text: string,
  file: string,
  contradictions: (value: z.infer<T>) => readonly Finding[],
): { readonly value: z.infer<T> } | Mistakes {
  const lines = new LineCounter();
  const place = (offset: number, message: string): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  // Every value is a text: 0123 is an id, 12:30 is no number, and no is not false.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: "failsafe",
    stringKeys: true,
  });
  // The first only: the others often follow from it.
  const [error] = document.errors;
  if (error !== undefined) return { mistakes: [place(error.pos[0], `this is not YAML: ${yamlProblem(error)}`)] };
  if (document.contents === null) return { mistakes: [place(0, "the file is empty; expected title: ...")] };
  const parsed = schema.safeParse(document.toJS());
  const findings = parsed.success ? contradictions(parsed.data) : parsed.error.issues.flatMap(toFindings);
  if (parsed.success && findings.length === 0) return { value: parsed.data };
  const mistakes = findings.map(({ path, message }) => {
    return place(offsetOf(document, path), `${pathInWords(path)}${wordsAt(document, path)}${message}`);
  });
  return { mistakes: mistakes.toSorted((one, other) => one.line - other.line || one.column - other.column) };
}

function yamlProblem({ code, message }: { readonly code: string; readonly message: string }): string {
  return code === "BLOCK_AS_IMPLICIT_KEY" ? "a text with a colon: put the text in quotes" : message;
}

const ITEMS: Readonly<Record<string, string>> = {
  criteria: "criterion",
  "wrong-answers": "wrong answer",
};

/** "W1, criterion 2: title" for written, 0, criteria, 1, title; other paths as they are. */
function pathInWords(path: readonly string[]): string {
  const [key, index, list, item, ...rest] = path;
  if (key !== "written" || index === undefined) return path.join(": ");
  const question = questionId(Number(index));
  if (list === undefined) return question;
  const name = ITEMS[list];
  if (name === undefined || item === undefined) return [question, ...path.slice(2)].join(": ");
  const places = rest[0] === "misses" ? rest.slice(0, 1) : rest;
  return [`${question}, ${name} ${Number(item) + 1}`, ...places].join(": ");
}

function toFindings(issue: z.core.$ZodIssue): readonly Finding[] {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ path, message: expectedBy(issue) }];
  return issue.keys.map((key) => ({ path: [...path, key], message: `unknown key, expected ${expectedKeys(path)}` }));
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_type") return issue.message;
  const isMapExpected = issue.expected === "object" || issue.expected === "record";
  return isMapExpected ? `expected ${expectedKeys(issue.path.map(String))}` : issue.message;
}

function expectedKeys([key, ...rest]: readonly string[]): string {
  if (key === undefined) return anyOf(KEYS);
  if (key === "penalty") return "per-day and at-most, each on its own line";
  if (key === "exercises") return 'lines "2.4: 9"';
  if (key === "written") return anyOf(keysOfWritten(rest));
  return `lines "id: ${key === "teams" ? "[ids]" : "deadline"}"`;
}

/** Where the value at a path starts: its key if the value is unknown or blank, and what surrounds it if it is missing. */
function offsetOf(document: Document, path: readonly string[]): number {
  const [parent, key] = [path.slice(0, -1), path.at(-1)];
  if (key === undefined) return 0;
  const map = parent.length === 0 ? document.contents : document.getIn(parent, true);
  const pair = isMap(map) ? map.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
  const value = document.getIn(path, true);
  const node = isNode(value) && wordsOf(value) !== "" ? value : pair?.key;
  return (isNode(node) ? node.range?.[0] : undefined) ?? offsetOf(document, parent);
}

function wordsAt(document: Document, path: readonly string[]): string {
  const words = path.length === 0 ? "" : wordsOf(document.getIn(path, true));
  return path.length === 0 ? "" : `: ${words === "" ? "" : `got ${words}, `}`;
}

function wordsOf(value: unknown): string {
  if (!isNode(value)) return "";
  if (!isScalar(value)) return isMap(value) ? "a map" : "a list";
  return value.value === "" ? "" : quoted(String(value.value));
}
