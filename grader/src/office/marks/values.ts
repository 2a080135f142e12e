import { isScalar, Scalar } from "yaml";
import type { Criterion } from "../../pipeline/score/written.ts";
import { quoted } from "../../shared/mistakes.ts";
import { addMistake, isBlank, received, type Entry, type Reading } from "./reading.ts";
import { textProblem, type TextLimits } from "./text-limits.ts";
import { TYPED_TEXTS } from "./yaml-text.ts";

/** Reads the points of a criterion; null if it is not marked. */
export function readPoints({ key, value, valuePlace }: Entry, { points }: Criterion, reading: Reading): number | null {
  if (isBlank(value)) return null;
  const given: unknown = isScalar(value) ? value.value : undefined;
  const why = whyNoPoints(given, points);
  if (why === null) return given as number;
  const expected = points === 1 ? "0, 0.5 or 1" : `0 to ${points} in steps of 0.5`;
  addMistake(
    reading,
    valuePlace,
    `${key}: got ${received(value)}${why}, expected ${expected}, or nothing if it is not marked yet`,
  );
  return null;
}

function whyNoPoints(given: unknown, maxPoints: number): string | null {
  if (typeof given !== "number") return "";
  if (!isInHalves(given)) return ", which is not a multiple of 0.5";
  if (given < 0) return ", which is negative";
  return given > maxPoints ? ", which is too many points" : null;
}

/** Tests if a number is a multiple of one half, as the points of the written part are. */
export function isInHalves(points: number): boolean {
  return Number.isInteger(2 * points);
}

/** Reads true or false; nothing is false. */
export function readFlag({ key, value, valuePlace }: Entry, reading: Reading): boolean {
  if (isBlank(value)) return false;
  const given: unknown = isScalar(value) ? value.value : undefined;
  if (typeof given !== "boolean") {
    addMistake(reading, valuePlace, `${key}: got ${received(value)}, expected true or false`);
  }
  return given === true;
}

/** Reads a trimmed text; undefined if it is empty. */
export function readText({ key, value, valuePlace }: Entry, limits: TextLimits, reading: Reading): string | undefined {
  if (isBlank(value)) return undefined;
  if (!isScalar(value) || typeof value.value !== "string") {
    addMistake(
      reading,
      valuePlace,
      `${key}: got ${received(value)}, expected a text (in quotes if it looks like something else)`,
    );
    return undefined;
  }
  const text = (typedText(key, value) ?? value.value).replaceAll("\r\n", "\n").trim();
  const problem = textProblem(text, limits) ?? lostAfterHash(value);
  if (problem !== null) addMistake(reading, valuePlace, `${key}: ${problem}`);
  return text === "" ? undefined : text;
}

/**
 * A comment or reason in double quotes as it was typed, with `\varepsilon` and `\nabla` as they are, which YAML would read as escapes.
 * Only `\"` stands for a quote. Undefined for other texts.
 */
function typedText(key: string, { type, srcToken }: Scalar): string | undefined {
  if (!TYPED_TEXTS.has(key) || type !== Scalar.QUOTE_DOUBLE || srcToken?.type !== "double-quoted-scalar")
    return undefined;
  const lines = srcToken.source.slice(1, -1).replaceAll('\\"', '"').split(/\r?\n/);
  // As in YAML: a line break is a space, and n empty lines are n line breaks.
  return lines
    .map((line, index) => (index === 0 ? line : line.trimStart()))
    .join("\n")
    .replaceAll(/[ \t]*(\n+)[ \t]*/g, (_, breaks: string) => "\n".repeat(breaks.length - 1) || " ");
}

/** YAML reads " #" in an unquoted text as a comment, so the rest would never reach the student. */
function lostAfterHash({ type, comment }: Scalar): string | null {
  if (type !== Scalar.PLAIN || !comment) return null;
  return `what follows "#" would be lost (${quoted(comment.trim())}), expected the whole text in quotes`;
}
