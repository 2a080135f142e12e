import { z } from "zod";
import { renderSafeJson } from "../../pipeline/report/json.ts";

/** The version of the contract; it changes when the shape of class.json does. */
export const CLASS_SCHEMA_ID = "robustness-lab/class/v1";

/** The file in a class's folder that says what became of everybody. */
export const CLASS_FILE = "class.json";

const name = z.string().min(1);
const points = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a gradebook needs to find a student again. Ids are texts: they are never counted with. */
const lms = z.discriminatedUnion("kind", [
  // Absent for a team without a group, whose download names no participant.
  z.strictObject({ kind: z.literal("moodle"), participantId: name.exactOptional() }),
  z.strictObject({ kind: z.literal("canvas"), userId: name, late: z.boolean() }),
  // Anonymous grading: Canvas then names nobody.
  z.strictObject({ kind: z.literal("canvas-anonymous"), anonymousId: name, late: z.boolean() }),
]);

const entry = {
  /** Unique in the class: of the roster, of the LMS, or the name of the file or folder. */
  id: name,
  /** As a person reads it: raw, in any script, not unique. */
  name: z.string(),
  lms: lms.exactOptional(),
};

// Key order here is key order in class.json: zod returns keys in the order of the schema.
const graded = z.strictObject({
  ...entry,
  status: z.literal("graded"),
  /** Where its result.json, report.html and report.md are, below the folder of class.json. */
  folder: name,
  sha256,
  score: points,
  maxScore: points,
});
/** Read, but nothing in it can be graded: the result says why, and its score is 0. */
const submissionError = graded.extend({
  status: z.literal("submission-error"),
  sha256: sha256.nullable(),
  score: z.literal(0),
  problem: name,
});
// The rest have neither a folder nor a score: nobody looked at what they can do.
/** Of a kind that the grader does not read, missing, or not to be fetched: whoever hands in or grades can put it right. */
const unreadable = z.strictObject({ ...entry, status: z.literal("unreadable"), problem: name });
/** The grader or its machine failed, twice. */
const graderFault = unreadable.extend({ status: z.literal("grader-fault") });
/** Not reached yet: the run goes on, or was stopped. */
const pending = z.strictObject({ ...entry, status: z.literal("pending") });

/** The contract of class.json. It holds no durations: the same class, grader, engine and seed give the same bytes. */
export const CLASS_SCHEMA = z.strictObject({
  schema: z.literal(CLASS_SCHEMA_ID),
  grader: z.strictObject({
    version: name,
    /** Of the grader's own files: two graders of one version that differ are two graders. */
    digest: sha256,
    engine: name,
    isolation: z.enum(["bubblewrap", "node"]),
    /** One for the whole class: all answer the same probes. */
    seed: z.int().min(1),
  }),
  only: z.array(name).exactOptional(),
  /** Absent for a whole class: these parts of so many, from 1. */
  shards: z.strictObject({ of: z.int().min(2), parts: z.array(z.int().min(1)).min(1) }).exactOptional(),
  /** By name, then id, in the order of code points. */
  submissions: z.array(z.discriminatedUnion("status", [graded, submissionError, unreadable, graderFault, pending])),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** What became of a class. */
export type ClassFile = DeepReadonly<z.infer<typeof CLASS_SCHEMA>>;
export type ClassEntry = ClassFile["submissions"][number];
export type Lms = NonNullable<ClassEntry["lms"]>;

/** Makes an unknown value a class. @throws z.ZodError saying where it is none */
export function parseClassFile(value: unknown): ClassFile {
  return CLASS_SCHEMA.parse(value);
}

/** The text of class.json, its keys in the order of the schema. */
export function renderClassFile(file: ClassFile): string {
  return renderSafeJson(parseClassFile(file));
}
