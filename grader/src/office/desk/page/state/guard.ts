/*
 * "1" in an empty comment uses a comment and goes back to marking. Whoever meant to type "1 point off" goes on typing, and the rest
 * must not become marks: it is ignored until there is a pause.
 */

const PAUSE_MS = 700;

/** What people press at once after they have used a comment. */
const EXPECTED: ReadonlySet<string> = new Set(["j", "k", "u", "z"]);

/** Keys are ignored until then. */
export interface Guard {
  readonly untilMs: number;
  /** Text was typed: no letter means a key until there is a pause. */
  readonly isText: boolean;
}

/** The guard once a number has used a comment. */
export function guardFrom(nowMs: number): Guard {
  return { untilMs: nowMs + PAUSE_MS, isText: false };
}

/** The guard after a key that types a character; null if the key counts. */
export function afterKey(guard: Guard, key: string, nowMs: number): Guard | null {
  if (nowMs > guard.untilMs) return null;
  if (!guard.isText && EXPECTED.has(key)) return null;
  return { untilMs: nowMs + PAUSE_MS, isText: true };
}
