import { isScalar } from "yaml";
import type { QuestionMarks } from "../../pipeline/score/add-marks.ts";
import type { Adjustment } from "../../pipeline/score/result.ts";
import type { Criterion, WrittenQuestion } from "../../pipeline/score/written.ts";
import type { Mistake, Place } from "../../shared/mistakes.ts";
import { readAdjustment } from "./adjustment.ts";
import {
  addMistake,
  isBlank,
  onlyKnown,
  placeOf,
  readEntries,
  received,
  type Entry,
  type Placed,
  type Reading,
} from "./reading.ts";
import { COMMENT_LIMITS, MARKER_LIMITS } from "./text-limits.ts";
import { readFlag, readPoints, readText } from "./values.ts";
import { parseYaml, type YamlTree } from "./yaml-text.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** The marks of an answer, and what only markers see. */
export interface FileMarks extends QuestionMarks {
  readonly secondOpinion?: true;
  /** Decides where markers differ. */
  readonly final?: true;
  /** Taken out of its group of like answers. */
  readonly alone?: true;
}

/** The marks of one submission in a marks file. */
export interface FileSubmission {
  readonly name: string;
  readonly place: Place;
  /** The marker of the whole file. */
  readonly marker?: string;
  /** The first digits of the checksum of the marked submission. */
  readonly sha256?: Placed<string>;
  /** On the whole written part, for the student. */
  readonly comment?: string;
  readonly adjustment?: Placed<Adjustment>;
  /** The name was shown while marking. */
  readonly named?: true;
  /** By the id of the question, without those of which the file says nothing. Some may only have a flag: see isMarked. */
  readonly questions: ReadonlyMap<string, Placed<FileMarks>>;
}

/** The marks in a marks file, and its mistakes in order. If there are mistakes, the marks must not be used. */
export interface ParsedMarks {
  readonly marker?: string;
  readonly submissions: readonly FileSubmission[];
  readonly mistakes: readonly Mistake[];
}

/** The reading state with the settings of the file. */
interface MarksReading extends Reading {
  readonly questions: readonly WrittenQuestion[];
  /** The default marker. */
  readonly marker: string | undefined;
  readonly shorthands: YamlTree["shorthands"];
}

const SUBMISSION_KEYS = ["sha256", "comment", "adjustment", "reason", "named"];
const QUESTION_KEYS = ["comment", "marker", "second-opinion", "final", "alone"];
const EXPECTED_FILE = '"submissions:" and below it a name, a question, its criteria';

/** Parses a marks file; docs/marking.md describes the format. */
export function parseMarks(text: string, file: string, questions: readonly WrittenQuestion[]): ParsedMarks {
  const tree = parseYaml(
    text,
    file,
    questions.map(({ id }) => id),
  );
  if (!("root" in tree)) return { submissions: [], mistakes: tree };
  const mistakes: Mistake[] = [];
  const reading = { file, lines: tree.lines, mistakes };
  const start = { file, line: 1, column: 1 };
  const root = readEntries(tree.root, placeOf(tree.root, reading, start), EXPECTED_FILE, reading);
  const known = onlyKnown(root, ["marker", "submissions"], "key", reading);
  const all = known.find(({ key }) => key === "submissions");
  if (all === undefined && mistakes.length === 0)
    addMistake(reading, start, `found nothing, expected ${EXPECTED_FILE}`);
  const marker = textOf(known, "marker", reading);
  const submissions =
    all === undefined ? [] : readSubmissions(all, { ...reading, questions, marker, shorthands: tree.shorthands });
  return {
    ...(marker === undefined ? {} : { marker }),
    submissions,
    mistakes: mistakes.toSorted((one, other) => one.line - other.line || one.column - other.column),
  };
}

/** Tests if marks give a point or say something to the student. Flags alone do not. */
export function isMarked({ points, comment }: QuestionMarks): boolean {
  return comment !== undefined || [...points.values()].some((each) => each !== null);
}

/** Enough to distinguish two submissions of a student. */
const CHECKSUM_DIGITS = 12;

/** A checksum as marks files have it; null if there is none. */
export function shortChecksum(sha256: string | null | undefined): string | null {
  return sha256?.slice(0, CHECKSUM_DIGITS) ?? null;
}

/** Tests if marks are for another submission than the graded one. Marks without a checksum fit any. */
export function isOutdated(marks: FileSubmission | undefined, graded: string | null): boolean {
  const sha256 = marks?.sha256?.value;
  return sha256 !== undefined && !(graded ?? "none").startsWith(sha256);
}

function readSubmissions({ value, valuePlace }: Entry, reading: MarksReading): readonly FileSubmission[] {
  const entries = readEntries(value, valuePlace, "names of submissions, each with its marks", reading);
  return entries.map((entry) => readSubmission(entry, reading));
}

function readSubmission({ key: name, keyPlace, value, valuePlace }: Entry, reading: MarksReading): FileSubmission {
  const ids = reading.questions.map(({ id }) => id);
  const entries = readEntries(value, valuePlace, `questions (${ids.join(", ")})`, reading);
  const known = onlyKnown(entries, [...ids, ...SUBMISSION_KEYS], "question", reading);
  const sha256 = readChecksum(known, reading);
  const comment = textOf(known, "comment", reading);
  const adjustment = readAdjustment(known, {
    limit: sumOf(reading.questions.map(({ maxPoints }) => maxPoints)),
    reading,
  });
  return {
    name,
    place: keyPlace,
    ...(reading.marker === undefined ? {} : { marker: reading.marker }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(comment === undefined ? {} : { comment }),
    ...(adjustment === undefined ? {} : { adjustment }),
    ...(isSet(known, "named", reading) ? { named: true } : {}),
    questions: new Map(known.flatMap((entry) => readQuestion(entry, reading))),
  };
}

function readChecksum(entries: readonly Entry[], reading: Reading): Placed<string> | undefined {
  const entry = entries.find(({ key }) => key === "sha256");
  if (entry === undefined || isBlank(entry.value)) return undefined;
  // If all digits are decimal, YAML parses a number, so the source text is used.
  const source = isScalar(entry.value) ? (entry.value.source ?? "") : "";
  if (/^[0-9a-f]{8,64}$/.test(source)) return { value: source, place: entry.valuePlace };
  addMistake(reading, entry.valuePlace, `sha256: got ${received(entry.value)}, expected 8 to 64 digits from 0 to f`);
  return undefined;
}

function readQuestion(entry: Entry, reading: MarksReading): readonly (readonly [string, Placed<FileMarks>])[] {
  const question = reading.questions.find(({ id }) => id === entry.key);
  if (question === undefined) return [];
  const marks = readMarks(entry, question, reading);
  const hasFlag = [marks.secondOpinion, marks.final, marks.alone].includes(true);
  return isMarked(marks) || hasFlag ? [[question.id, { value: marks, place: entry.keyPlace }]] : [];
}

function readMarks(entry: Entry, { id, criteria }: WrittenQuestion, reading: MarksReading): FileMarks {
  const ids = criteria.map((criterion) => criterion.id);
  const entries = readEntries(entry.value, entry.valuePlace, `its criteria (${ids.join(", ")}), full or none`, reading);
  const known = onlyKnown(entries, [...ids, ...QUESTION_KEYS], `criterion of ${id}`, reading);
  const points = criteria.map((criterion) => {
    const given = known.find(({ key }) => key === criterion.id);
    const points = given === undefined ? null : readPoints(given, criterion, reading);
    return [criterion.id, points ?? impliedPoints(entry, criterion, reading)] as const;
  });
  const comment = textOf(known, "comment", reading);
  const marker = textOf(known, "marker", reading) ?? reading.marker;
  return {
    points: new Map(points),
    ...(comment === undefined ? {} : { comment }),
    ...(marker === undefined ? {} : { marker }),
    ...(isSet(known, "second-opinion", reading) ? { secondOpinion: true } : {}),
    ...(isSet(known, "final", reading) ? { final: true } : {}),
    ...(isSet(known, "alone", reading) ? { alone: true } : {}),
  };
}

/** The points of a criterion without its own, from the word after the question; null without a word. */
function impliedPoints({ keyOffset = -1 }: Entry, { points }: Criterion, { shorthands }: MarksReading): number | null {
  const word = shorthands.get(keyOffset);
  if (word === undefined) return null;
  return word === "full" ? points : 0;
}

function textOf(entries: readonly Entry[], key: "comment" | "marker", reading: Reading): string | undefined {
  const entry = entries.find((each) => each.key === key);
  return entry && readText(entry, key === "comment" ? COMMENT_LIMITS : MARKER_LIMITS, reading);
}

function isSet(entries: readonly Entry[], key: string, reading: Reading): boolean {
  const entry = entries.find((each) => each.key === key);
  return entry !== undefined && readFlag(entry, reading);
}
