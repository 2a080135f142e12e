import type { Finding, ScannedFile } from "../scan.ts";
import { readingsOf } from "../words.ts";
import { SECRET_FORMULAS } from "./formulas.ts";
import { toFormula } from "./notation.ts";

const EXCERPT_LENGTH = 100;

/**
 * Finds the closed forms that students are to derive. It is for what students are given: their own files contain these
 * formulas for good reasons.
 */
export function findFormulas({ path, bytes }: ScannedFile): readonly Finding[] {
  return readingsOf(bytes).flatMap(({ text, decodedFrom }) => {
    const lines = text.split("\n");
    const alone = lines.map(toFormula);
    return lines.flatMap((line, index) => {
      const next = lines[index + 1];
      const both = next === undefined ? "" : toFormula(`${line}\n${next}`);
      const place = decodedFrom ?? index + 1;
      return answersIn(alone[index] ?? "", both, alone[index + 1] ?? "").map((resembles): Finding => {
        return { path, firstLine: place, lastLine: place, resembles, excerpt: line.trim().slice(0, EXCERPT_LENGTH) };
      });
    });
  });
}

/** The formulas in a line, and those that begin in it and end in the next. */
function answersIn(own: string, both: string, following: string): readonly string[] {
  return SECRET_FORMULAS.filter(({ patterns }) => {
    const isIn = (text: string): boolean => patterns.some((pattern) => pattern.test(text));
    return isIn(own) || (isIn(both) && !isIn(following));
  }).map(({ exercise, name }) => `the answer to exercise ${exercise}: ${name}`);
}
