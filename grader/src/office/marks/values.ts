import { isScalar, Scalar } from "yaml";
import type { Criterion } from "../../pipeline/score/written.ts";
import { quoted } from "./mistakes.ts";
import { complain, isBlank, received, type Entry, type Reading } from "./reading.ts";

/** What a text may be; more would be cut in the reports. */
export interface TextLimits {
  readonly maxCharacters: number;
  readonly maxLines: number;
}

export const COMMENT_LIMITS: TextLimits = { maxCharacters: 2000, maxLines: 40 };
export const MARKER_LIMITS: TextLimits = { maxCharacters: 100, maxLines: 1 };

/** The points of a criterion, or null while it is not marked. */
export function readPoints({ key, value, valuePlace }: Entry, { points }: Criterion, reading: Reading): number | null {
  if (isBlank(value)) return null;
  const given: unknown = isScalar(value) ? value.value : undefined;
  const why = whyNoPoints(given, points);
  if (why === null) return given as number;
  const expected = points === 1 ? "0 or 1" : `a whole number from 0 to ${points}`;
  complain(
    reading,
    valuePlace,
    `${key}: got ${received(value)}${why}, expected ${expected}, or nothing while it is not marked`,
  );
  return null;
}

function whyNoPoints(given: unknown, maxPoints: number): string | null {
  if (typeof given !== "number") return "";
  if (!Number.isInteger(given)) return ", which is no whole number";
  if (given < 0) return ", which is negative";
  return given > maxPoints ? ", which is too many points" : null;
}

/** A text without the space around it, or undefined where there is none. */
export function readText({ key, value, valuePlace }: Entry, limits: TextLimits, reading: Reading): string | undefined {
  if (isBlank(value)) return undefined;
  if (!isScalar(value) || typeof value.value !== "string") {
    complain(
      reading,
      valuePlace,
      `${key}: got ${received(value)}, expected a text (in quotes if it looks like something else)`,
    );
    return undefined;
  }
  const text = value.value.replaceAll("\r\n", "\n").trim();
  const problem = textProblem(text, limits) ?? lostAfterHash(value);
  if (problem !== null) complain(reading, valuePlace, `${key}: ${problem}`);
  return text === "" ? undefined : text;
}

function textProblem(text: string, { maxCharacters, maxLines }: TextLimits): string | null {
  const lines = text.split("\n").length;
  if (text.length > maxCharacters) return `got ${text.length} characters, expected at most ${maxCharacters}`;
  return lines > maxLines ? `got ${lines} lines, expected at most ${maxLines}` : null;
}

/** YAML takes " #" in a text without quotes for a comment of its own: what follows would never reach the student. */
function lostAfterHash({ type, comment }: Scalar): string | null {
  if (type !== Scalar.PLAIN || !comment) return null;
  return `what follows "#" would be lost (${quoted(comment.trim())}), expected the whole text in quotes`;
}
