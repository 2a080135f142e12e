import { z } from "zod";
import type { Result } from "../../pipeline/score/result.ts";
import type { Exportable, Left } from "./exportable.ts";

/*
 * What an export reads of class.json: ids and names. Everything else in it is for others, and may change without
 * changing what is exported.
 */

const text = z.string().min(1);
const lms = z.object({ kind: z.string(), participantId: text.optional(), userId: text.optional() });
const FACTS = z.object({
  schema: z.literal("robustness-lab/class/v1"),
  submissions: z.array(
    z.object({
      id: text,
      name: z.string(),
      lms: lms.optional(),
      status: text,
      folder: text.optional(),
      problem: z.string().optional(),
    }),
  ),
});

/** What class.json says of the people in a class. */
export type ClassFacts = z.infer<typeof FACTS>;
type Entry = ClassFacts["submissions"][number];

/** A result and the name of its folder. */
export interface FoundResult {
  readonly name: string;
  readonly result: Result;
}

export interface Class {
  readonly exportables: readonly Exportable[];
  readonly left: readonly Left[];
}

/** Makes an unknown value the facts. @throws z.ZodError */
export function parseClassFacts(value: unknown): ClassFacts {
  return FACTS.parse(value);
}

/** Joins results with what class.json says of their authors; without one they have the names of their folders. */
export function toClass(results: readonly FoundResult[], facts?: ClassFacts): Class {
  if (facts === undefined)
    return { exportables: results.map(({ name, result }) => ({ folder: name, result })), left: [] };
  const entries = new Map(facts.submissions.map((entry) => [entry.folder, entry]));
  const found = new Set(results.map(({ name }) => name));
  return {
    exportables: results.flatMap(({ name, result }) => {
      const entry = entries.get(name);
      return entry === undefined ? [] : [toExportable(name, result, entry)];
    }),
    left: [
      ...results
        .filter(({ name }) => !entries.has(name))
        .map(({ name }) => ({ what: name, why: "class.json has no such folder" })),
      ...facts.submissions.flatMap((entry) =>
        entry.folder !== undefined && found.has(entry.folder) ? [] : [missing(entry)],
      ),
    ],
  };
}

function toExportable(folder: string, result: Result, { id, name, lms }: Entry): Exportable {
  const moodleId = lms?.kind === "moodle" ? lms.participantId : undefined;
  const canvasId = lms?.kind === "canvas" ? lms.userId : undefined;
  return {
    folder,
    result,
    id,
    name,
    ...(moodleId === undefined ? {} : { moodleId }),
    ...(canvasId === undefined ? {} : { canvasId }),
  };
}

function missing({ id, name, status, folder, problem }: Entry): Left {
  const why = folder === undefined ? `${status}: no result` : `the result in ${folder} is missing`;
  return {
    what: name === "" || name === id ? id : `${id} (${name})`,
    why: problem === undefined ? why : `${why}: ${problem}`,
  };
}
