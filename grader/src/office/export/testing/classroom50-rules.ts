import { z } from "zod";

/*
 * The rules of foundation50/classroom50, reimplemented: schemas/result-v1.schema.json (commit 6e593c7) for the shape, and
 * runner.py (commit 0c49903) for what it overwrites and for relations between fields.
 */

const points = z.int().min(0);
const nonEmpty = z.string().min(1);
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/);

/** Who and what a run is for; the runner knows it from the repository. */
export interface Classroom50Identity {
  readonly classroom: string;
  readonly assignment: string;
  readonly owner: string;
  readonly type: "individual" | "group" | "team";
}

/** Parses what the runner and the collection of scores accept for a run. @throws z.ZodError */
export function parseAccepted(value: unknown, { classroom, assignment, owner, type }: Classroom50Identity) {
  return z
    .strictObject({
      schema: z.literal("classroom50/result/v1"),
      classroom: z.literal(classroom),
      assignment: z.literal(assignment),
      assignment_type: z.literal(type),
      owner: z.string().refine((name) => name.toLowerCase() === owner.toLowerCase()),
      submission: z.string().regex(/^submit\//),
      commit: nonEmpty,
      release: nonEmpty,
      review: nonEmpty,
      datetime: time,
      graded_at: time.optional(),
      score: points,
      "max-score": points,
      tests: z.array(
        z
          .looseObject({ "test-name": nonEmpty, passed: z.boolean(), score: points, "max-score": points })
          .refine((test) => test.score <= test["max-score"]),
      ),
      submitted_by: z.strictObject({ username: nonEmpty, id: z.int().nullable().optional() }).optional(),
    })
    .refine((result) => result.score <= result["max-score"])
    .parse(value);
}

/** The fields that the runner overwrites before it validates. */
export function stamped(value: object, { owner, type }: Classroom50Identity): object {
  const at = "2026-10-01T12:00:00Z";
  const submitted_by = { username: owner, id: 7 };
  return { ...value, owner, assignment_type: type, datetime: at, graded_at: at, submitted_by };
}
