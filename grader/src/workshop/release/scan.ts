import { groupBy } from "../../shared/group-by.ts";
import { needlesOf, FEWEST_WORDS, type Needle, type SecretText } from "./secrets.ts";
import { readingsOf, toWords, type Word } from "./words.ts";

export interface ScannedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A leak: where it is, and the secret it resembles. */
export interface Finding {
  readonly path: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** "solution/src/mnist/pgd.ts:81" or "a marker of the solution". */
  readonly resembles: string;
  /** Its first words. */
  readonly excerpt: string;
}

/** Finds the leaks in a file. */
export type Scanner = (file: ScannedFile) => readonly Finding[];

/** Includes malformed markers. */
const MARKER = /<\s*\/?\s*(?:exercise|solution-only)\b[^>\n]*>?/gi;
const EXCERPT_WORDS = 12;

/** Makes a scanner for these secrets. What stands in a text that students are given is no secret. */
export function scannerFor(secrets: readonly SecretText[], given: readonly string[] = []): Scanner {
  const isGiven = finderIn(given);
  const needles = secrets.flatMap(needlesOf).filter(({ words }) => !isGiven(words));
  const index = groupBy(needles, ({ words }) => keyAt(words, 0));
  return ({ path, bytes }) =>
    readingsOf(bytes).flatMap(({ text, decodedFrom: line }) => {
      const findings = [...findMarkers(path, text), ...findNeedles(path, toWords(text), index)];
      if (line === null) return findings.sort((left, right) => left.firstLine - right.firstLine);
      return findings.map((found) => ({ ...found, firstLine: line, lastLine: line }));
    });
}

function findMarkers(path: string, text: string): readonly Finding[] {
  return [...text.matchAll(MARKER)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return { path, firstLine: line, lastLine: line, resembles: "a marker of the solution", excerpt: match[0] };
  });
}

interface Hit {
  readonly needle: Needle;
  readonly start: number;
  readonly end: number;
}

function findNeedles(path: string, words: readonly Word[], index: ReadonlyMap<string, readonly Needle[]>) {
  const texts = words.map(({ text }) => text);
  const hits = texts.flatMap((_, start): readonly Hit[] => {
    const needle = index.get(keyAt(texts, start))?.find((each) => standsAt(each.words, texts, start));
    return needle === undefined ? [] : [{ needle, start, end: start + needle.words.length }];
  });
  return merged(hits).map(({ needle, start, end }): Finding => {
    const found = words.slice(start, end);
    return {
      path,
      firstLine: found[0]?.line ?? 1,
      lastLine: found.at(-1)?.line ?? 1,
      resembles: `${needle.source}:${needle.line}`,
      excerpt: texts.slice(start, Math.min(end, start + EXCERPT_WORDS)).join(" "),
    };
  });
}

/** Merges hits that overlap, under the name of the first one. */
function merged(hits: readonly Hit[]): readonly Hit[] {
  const found: Hit[] = [];
  for (const hit of hits) {
    const last = found.at(-1);
    if (last !== undefined && hit.start <= last.end) {
      found[found.length - 1] = { ...last, end: Math.max(last.end, hit.end) };
    } else {
      found.push(hit);
    }
  }
  return found;
}

/** A key for the index: no needle is shorter. */
function keyAt(words: readonly string[], start: number): string {
  return words.slice(start, start + FEWEST_WORDS).join(" ");
}

/** Finds words in texts. */
function finderIn(texts: readonly string[]): (needle: readonly string[]) => boolean {
  const places = texts.flatMap((text) => {
    const words = toWords(text).map((word) => word.text);
    return words.map((_, start) => ({ words, start }));
  });
  const index = groupBy(places, ({ words, start }) => keyAt(words, start));
  return (needle) => index.get(keyAt(needle, 0))?.some(({ words, start }) => standsAt(needle, words, start)) ?? false;
}

function standsAt(needle: readonly string[], words: readonly string[], start: number): boolean {
  return needle.every((word, index) => words[start + index] === word);
}

/** Findings as text: the place of each, the secret it resembles, its first words. */
export function renderFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ path, firstLine, lastLine, resembles, excerpt }) => {
      const lines = firstLine === lastLine ? firstLine : `${firstLine}-${lastLine}`;
      return `  ${path}:${lines} resembles ${resembles}\n    ${excerpt}`;
    })
    .join("\n");
}
