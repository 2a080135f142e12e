import { z } from "zod";
import { renderSafeJson } from "../../pipeline/report/json.ts";
import { COURSE_SCHEMA } from "../course/course.ts";

/** The version of the schema; it changes with the shape of class.json. */
export const CLASS_SCHEMA_ID = "robustness-lab/class/v1";

/** The file in a class's folder with the outcome of every submission. */
export const CLASS_FILE = "class.json";

const name = z.string().min(1);
const points = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Ids that a gradebook needs to find a student. They are strings, since they are never used in arithmetic. */
const lms = z.discriminatedUnion("kind", [
  // The id is absent for a team without a group.
  z.strictObject({ kind: z.literal("moodle"), participantId: name.exactOptional() }),
  z.strictObject({ kind: z.literal("canvas"), userId: name, late: z.boolean() }),
  // Under anonymous grading, Canvas omits names.
  z.strictObject({ kind: z.literal("canvas-anonymous"), anonymousId: name, late: z.boolean() }),
]);

/** A time in UTC, to the second. */
const time = z.iso.datetime({ precision: 0 });

/** How late a submission is, after extensions. `null`: late, but the LMS does not say by how much. */
const lateness = z.strictObject({
  /** That of this student or team. */
  deadline: time,
  /** Minutes begun after the deadline; 0 is on time. */
  minutes: z.int().min(0).nullable(),
  /** Days begun after the deadline, for the penalty; 0 is on time or within the grace. */
  days: z.int().min(0).nullable(),
});

const entry = {
  /** Unique in the class: the id in the roster or LMS, or the name of the file or folder. */
  id: name,
  /** The raw name, in any script, not unique. */
  name: z.string(),
  lms: lms.exactOptional(),
  /** The members of a team, by the ids that a gradebook knows; absent for one student. */
  team: z
    .array(z.strictObject({ id: name, name: z.string() }))
    .min(1)
    .exactOptional(),
  /** Of the commit, or as the LMS or roster says. */
  submittedAt: time.exactOptional(),
  /** Absent if the course has no deadline, or nothing says when it was handed in. */
  lateness: lateness.exactOptional(),
};

// Key order here is key order in class.json: zod returns keys in the order of the schema.
const graded = z.strictObject({
  ...entry,
  status: z.literal("graded"),
  /** Folder of result.json, report.html and report.md, relative to class.json. */
  folder: name,
  sha256,
  score: points,
  maxScore: points,
});
/** Readable, but nothing can be graded. The result has the reason and a score of 0. */
const submissionError = graded.extend({
  status: z.literal("submission-error"),
  sha256: sha256.nullable(),
  score: z.literal(0),
  problem: name,
});
// The rest have neither a folder nor a score, because they were not judged.
/** Missing, impossible to fetch, or of a kind that the grader does not read. The student or the course staff can fix it. */
const unreadable = z.strictObject({ ...entry, status: z.literal("unreadable"), problem: name });
/** The grader or its machine failed twice. */
const graderFault = unreadable.extend({ status: z.literal("grader-fault") });
/** Not graded yet: the run continues or was stopped. */
const pending = z.strictObject({ ...entry, status: z.literal("pending") });

/** The schema of class.json. It has no durations: the same class, grader, engine and seed give the same bytes. */
const CLASS_SCHEMA = z.strictObject({
  schema: z.literal(CLASS_SCHEMA_ID),
  grader: z.strictObject({
    version: name,
    /** Digest of the grader's files: it distinguishes graders of the same version. */
    digest: sha256,
    engine: name,
    isolation: z.enum(["bubblewrap", "node"]),
    /** The whole class answers the same probes. */
    seed: z.int().min(1),
  }),
  only: z.array(name).exactOptional(),
  /** The course.yaml of the last run. */
  course: COURSE_SCHEMA.exactOptional(),
  /** The parts that are included, counted from 1. Absent for a whole class. */
  shards: z.strictObject({ of: z.int().min(2), parts: z.array(z.int().min(1)).min(1) }).exactOptional(),
  /** Sorted by name, then id, by code points. */
  submissions: z.array(z.discriminatedUnion("status", [graded, submissionError, unreadable, graderFault, pending])),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The outcome of a class. */
export type ClassFile = DeepReadonly<z.infer<typeof CLASS_SCHEMA>>;
/** The settings that all results of a class share. */
export type ClassSettings = Pick<ClassFile, "grader" | "only" | "shards" | "course">;
export type ClassEntry = ClassFile["submissions"][number];
export type Lms = NonNullable<ClassEntry["lms"]>;
export type Team = NonNullable<ClassEntry["team"]>;

/** Parses class.json. @throws z.ZodError */
export function parseClassFile(value: unknown): ClassFile {
  return CLASS_SCHEMA.parse(value);
}

/** Renders class.json with keys in the order of the schema. */
export function renderClassFile(file: ClassFile): string {
  return renderSafeJson(parseClassFile(file));
}
