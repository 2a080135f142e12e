import type { Marks, Patch } from "../../protocol.ts";
import { NO_MARKS, orNull } from "./marks.ts";

/* What a marker changed, apart from what was there: a change that waits must not undo what somebody writes into the file meanwhile. */

/** What leads from one state of the marks to the next. */
export function patchOf(before: Marks, after: Marks): Patch {
  const ids = [...new Set([...Object.keys(before.points), ...Object.keys(after.points)])];
  const points = ids
    .map((id) => [id, after.points[id] ?? null] as const)
    .filter(([id, value]) => value !== (before.points[id] ?? null));
  return {
    ...(points.length === 0 ? {} : { points: Object.fromEntries(points) }),
    ...(before.comment === after.comment ? {} : { comment: after.comment }),
    ...(before.secondOpinion === after.secondOpinion ? {} : { secondOpinion: after.secondOpinion }),
    ...(before.final === after.final ? {} : { final: after.final }),
  };
}

/** Marks with a change on top; null if nothing is said any more. */
export function patched(marks: Marks | null, patch: Patch): Marks | null {
  const before = marks ?? NO_MARKS;
  const points = Object.fromEntries(
    Object.entries({ ...before.points, ...patch.points }).filter(
      ([id, value]) => value !== null || patch.points?.[id] !== null,
    ),
  );
  return orNull({ ...before, ...patch, points });
}
