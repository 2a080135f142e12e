import { z } from "zod";
import type { Finding } from "./contradictions.ts";
import type { Course } from "./course.ts";
import { sumOf } from "../../shared/sum-of.ts";

/*
 * What a course decides about the lab itself, as it is written in course.yaml. `./robustness-lab template` makes the rest of
 * the tree follow it.
 */

const text = z.string({ error: "expected a text" }).trim().min(1, { error: "expected a text" });
/** Of one line, because it stands in titles and tables. */
const line = text.regex(/^.*$/, { error: "expected a text of one line" });
const points = z
  .string({ error: "expected a number of points" })
  .regex(/^[1-9]\d{0,3}$/, { error: "expected a whole number of points, at least 1" })
  .transform(Number);
const kebab = z
  .string({ error: "expected an id" })
  .regex(/^[a-z]+(-[a-z]+)*$/, { error: 'expected an id such as "zero-weights"' });
const list = <T extends z.ZodType>(item: T, least: number, what: string) =>
  z.array(item, { error: `expected ${what}` }).min(least, { error: `expected ${what}` });

const criterion = z.strictObject({
  id: kebab,
  /** Students read it in their marked report, so it must not answer the question. */
  title: line,
  points,
  /** What earns the points; for markers only. */
  "look-for": text,
});

const wrongAnswer = z.strictObject({
  answer: text,
  /** Ids of criteria that it fails. */
  misses: list(kebab, 1, "a list of ids of criteria, such as [bound]"),
  why: text,
});

const question = z.strictObject({
  /** The heading in answers.md. */
  title: line,
  /** The name of the question in reports and for markers. */
  short: line,
  /** The question, in Markdown. */
  text,
  criteria: list(criterion, 1, "a list of criteria"),
  /** Typical ones; markers are shown what they earn. */
  "wrong-answers": list(wrongAnswer, 2, "a list of at least two wrong answers"),
  "model-answer": text,
});

/** The lines of course.yaml about the lab itself. */
export const CONTENT_SHAPE = {
  title: line,
  course: line,
  /** Of all code: those of the exercises are scaled to it. */
  points: points.exactOptional(),
  /** The points of the exercises in use, by number. */
  exercises: z.record(z.string(), points, { error: 'expected lines "2.4: 9"' }),
  written: z.array(question, { error: "expected a list of questions, or []" }),
};

/** The keys of a question, or of a criterion or wrong answer in it, by the path below `written`. */
export function keysOfWritten(path: readonly string[]): readonly string[] {
  const shapes = { criteria: criterion.shape, "wrong-answers": wrongAnswer.shape };
  const key = path[1];
  return Object.keys(key === "criteria" || key === "wrong-answers" ? shapes[key] : question.shape);
}

/** What a course decides about the lab itself. */
export type Content = DeepReadonly<z.infer<z.ZodObject<typeof CONTENT_SHAPE>>> & Pick<Course, "contact">;
type ContentQuestion = Content["written"][number];

/** The id of a question, by its place: "W1" is the first. */
export function questionId(index: number): string {
  return `W${index + 1}`;
}

/** The points of a question. */
export function pointsOfQuestion({ criteria }: ContentQuestion): number {
  return sumOf(criteria.map(({ points }) => points));
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The number of checks of each exercise that exists. */
export type KnownExercises = ReadonlyMap<string, number>;

/** What is wrong between values that are right each by itself, or with numbers of exercises. */
export function contradictionsInContent(content: Content, known: KnownExercises): readonly Finding[] {
  return [...unknownExercises(content, known), ...tooFewPoints(content, known), ...content.written.flatMap(inQuestion)];
}

function unknownExercises({ exercises }: Content, known: KnownExercises): readonly Finding[] {
  const ids = Object.keys(exercises);
  const message = `unknown exercise, expected ${[...known.keys()].join(", ")}`;
  if (ids.length === 0) return [{ path: ["exercises"], message: 'expected at least one line such as "2.4: 9"' }];
  return ids.filter((id) => !known.has(id)).map((id) => ({ path: ["exercises", id], message }));
}

/** Every check is worth a point at least, so that no property that is promised can be ignored. */
function tooFewPoints({ exercises, points: total }: Content, known: KnownExercises): readonly Finding[] {
  const least = sumOf(Object.keys(exercises).map((id) => known.get(id) ?? 0));
  if (total !== undefined) {
    const message = `expected at least ${least}, one point for each check of the exercises in use`;
    return total < least ? [{ path: ["points"], message }] : [];
  }
  return Object.entries(exercises)
    .filter(([id, own]) => own < (known.get(id) ?? 0))
    .map(([id]) => {
      return {
        path: ["exercises", id],
        message: `expected at least ${known.get(id) ?? 0}, one for each of its checks`,
      };
    });
}

function inQuestion(question: ContentQuestion, index: number): readonly Finding[] {
  const at = (...path: readonly (string | number)[]) => ["written", index, ...path].map(String);
  const ids = question.criteria.map(({ id }) => id);
  const twice = ids.flatMap((id, place) =>
    ids.indexOf(id) < place ? [{ path: at("criteria", place, "id"), message: "another criterion has this id" }] : [],
  );
  const unknown = question["wrong-answers"].flatMap(({ misses }, place) =>
    misses.flatMap((id, position) => {
      const path = at("wrong-answers", place, "misses", position);
      return ids.includes(id) ? [] : [{ path, message: `expected an id of its criteria: ${ids.join(", ")}` }];
    }),
  );
  // A criterion that is named like another is not found by its own name either.
  return twice.length > 0 ? twice : unknown;
}
