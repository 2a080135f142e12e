import { isMap, isScalar, parseDocument, Scalar, stringify, YAMLMap, type Document, type Node, type Pair } from "yaml";
import type { WrittenQuestion } from "../../pipeline/score/written.ts";
import type { Adjustment } from "../../pipeline/score/result.ts";
import type { FileMarks } from "./parse-marks.ts";
import { takeShorthands } from "./shorthands.ts";

/** What a change says of one submission; what is absent stays. */
export interface BlockEdit {
  /** By the id of the question: all of its marks. */
  readonly questions?: ReadonlyMap<string, FileMarks>;
  /** "" removes it. */
  readonly comment?: string;
  /** null removes it. */
  readonly adjustment?: Adjustment | null;
  readonly named?: true;
}

/** The lines of a submission, up to the next one. */
export interface Block {
  readonly name: string;
  readonly text: string;
}

/** A map that is changed: by keys that are texts, or scalars of the parser. */
type Entries = YAMLMap;
type Change = (entries: Entries) => void;

const STEP = 2;

/** A block without marks. Names are in quotes where YAML needs them. */
export function newBlock(name: string, sha256: string | null, indent = STEP): Block {
  const margin = " ".repeat(indent);
  const key = stringify({ [name]: null }, { nullStr: "", lineWidth: 0 }).trimEnd();
  const checksum = sha256 === null ? "" : `${margin}  ${stringify({ sha256 }, { lineWidth: 0 }).trimEnd()}\n`;
  return { name, text: `\n${margin}${key}\n${checksum}` };
}

/**
 * A block for the submission that a student handed in since: nothing of the old marks counts for it. They stay as comments, and
 * whatever follows them as it is.
 */
export function renewBlock({ name, text }: Block, sha256: string | null, questions: readonly WrittenQuestion[]): Block {
  const ids = questions.map(({ id }) => id);
  const { items, margin, keyEnd } = readPairs(text, ids);
  const end = items.at(-1)?.end ?? keyEnd;
  const old = text
    .slice(keyEnd, end)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const checksum = sha256 === null ? [] : [stringify({ sha256 }, { lineWidth: 0 }).trimEnd()];
  const kept = old.map((line) => `#   ${line.startsWith(margin) ? line.slice(margin.length) : line.trimStart()}`);
  const lines = [...checksum, "# For an earlier submission, so these marks do not count:", ...kept];
  const head = text.slice(0, keyEnd);
  const body = lines.map((line) => `${margin}${line}${eol}`).join("");
  return { name, text: `${head.endsWith("\n") ? head : `${head}${eol}`}${body}${text.slice(end)}` };
}

/** Changes the marks of a block. Only the touched questions and keys are written again; the library keeps their comments. */
export function editBlock({ name, text }: Block, edit: BlockEdit, questions: readonly WrittenQuestion[]): Block {
  const ids = questions.map(({ id }) => id);
  let edited = text.endsWith("\n") ? text : `${text}\n`;
  const change = (key: string, isQuestion: boolean, apply: Change): void => {
    edited = editPair(edited, { key, ids, isQuestion }, apply);
  };
  const { comment, adjustment, named } = edit;
  if (named) change("named", false, (entries) => entries.set("named", true));
  if (comment !== undefined) change("comment", false, (entries) => setText(entries, "comment", comment));
  if (adjustment !== undefined) {
    change("reason", false, (entries) => setText(entries, "reason", adjustment?.reason ?? ""));
    change("adjustment", false, (entries) => setOrBlank(entries, "adjustment", adjustment?.points ?? null));
  }
  for (const [id, marks] of edit.questions ?? []) {
    const question = questions.find((each) => each.id === id);
    if (question !== undefined) change(id, true, (entries) => setMarks(entries, question, marks));
  }
  return { name, text: edited };
}

function setMarks(entries: Entries, { id, criteria }: WrittenQuestion, marks: FileMarks): void {
  const given = entries.get(id);
  const map = isMap(given) ? given : new YAMLMap();
  if (map !== given) entries.set(id, map);
  map.flow = false;
  for (const criterion of criteria) setOrBlank(map, criterion.id, marks.points.get(criterion.id) ?? null);
  setText(map, "comment", marks.comment ?? "");
  setFlag(map, "second-opinion", marks.secondOpinion);
  setFlag(map, "final", marks.final);
  setFlag(map, "alone", marks.alone);
  if (map.items.length === 0 && !map.comment && !map.commentBefore) entries.delete(id);
}

/** A key without a value stays if somebody wrote it, with the comment beside it. */
function setOrBlank(map: Entries, key: string, value: number | null): void {
  if (value !== null || map.has(key)) map.set(key, value);
}

/** As a literal block: the one style in which LaTeX, quotes and "#" arrive as they are, and read well. */
function setText(map: Entries, key: string, text: string): void {
  if (text === "" && !map.has(key)) return;
  const scalar = new Scalar<string | null>(text === "" ? null : text);
  if (text !== "") scalar.type = Scalar.BLOCK_LITERAL;
  const before = map.get(key, true);
  if (before?.comment) scalar.comment = before.comment;
  map.set(key, scalar);
}

function setFlag(map: Entries, key: string, isSet: boolean | undefined): void {
  if (isSet === true) map.set(key, true);
  else map.delete(key);
}

interface Target {
  readonly key: string;
  readonly ids: readonly string[];
  readonly isQuestion: boolean;
}

/** Changes one key of a submission, or adds it. The rest of the text stays byte for byte. */
function editPair(text: string, { key, ids, isQuestion }: Target, apply: Change): string {
  const { items, margin, keyEnd } = readPairs(text, ids);
  const index = items.findIndex((each) => each.key === key);
  const found = items[index];
  const last = isQuestion ? items.at(-1) : items.find((each) => each.key === "sha256");
  const [start, end] = found === undefined ? [last?.end ?? keyEnd, last?.end ?? keyEnd] : [found.start, found.end];
  const written = applyTo(text.slice(start, end), ids, apply);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = written === "" ? [] : written.trimEnd().split("\n");
  const block = lines.map((line) => `${line === "" ? "" : margin + line}${eol}`).join("");
  return text.slice(0, start) + block + text.slice(end);
}

function applyTo(source: string, ids: readonly string[], apply: Change): string {
  const parsed: Document = parseLines(source, ids);
  const entries = isMap(parsed.contents) ? parsed.contents : new YAMLMap();
  parsed.contents = entries;
  apply(entries);
  // Only LaTeX in double quotes, which was replaced.
  parsed.errors = [];
  return entries.items.length === 0 ? "" : parsed.toString({ lineWidth: 0, nullStr: "" });
}

/** Parses lines without mistakes; shorthands are blanks in the tree. */
export function parseLines(text: string, ids: readonly string[]): Document.Parsed {
  const { text: plain } = takeShorthands(text, ids);
  return parseDocument(plain, { stringKeys: true, uniqueKeys: false });
}

interface PairRange {
  readonly key: string;
  /** Of the first line. */
  readonly start: number;
  /** After the last line that is not blank or a comment. */
  readonly end: number;
}

function readPairs(
  text: string,
  ids: readonly string[],
): { readonly items: readonly PairRange[]; readonly margin: string; readonly keyEnd: number } {
  const opening = "submissions:\n";
  const whole = opening + text;
  const parsed = parseLines(whole, ids);
  const submissions = isMap<Scalar, Node | null>(parsed.contents) ? parsed.contents.items[0]?.value : null;
  const own = isMap<Scalar, Node | null>(submissions) ? submissions.items[0] : undefined;
  const keyStart = own?.key.range?.[0] ?? opening.length;
  const items = own !== undefined && isMap<Scalar, Node | null>(own.value) ? own.value.items : [];
  const ranges = items.map((pair) => {
    const start = lineStart(whole, pair.key.range?.[0] ?? 0);
    return { key: String(pair.key.value), start: start - opening.length, end: endOf(whole, pair) - opening.length };
  });
  const column = keyStart - lineStart(whole, keyStart);
  const first = items[0]?.key.range?.[0];
  const margin = first === undefined ? column + STEP : first - lineStart(whole, first);
  return { items: ranges, margin: " ".repeat(margin), keyEnd: lineEnd(whole, keyStart) - opening.length };
}

/** The end of the last line of a pair, without blank lines and comments after it. */
function endOf(text: string, pair: Pair<Scalar, Node | null>): number {
  let { key, value }: { key: Scalar; value: Node | null } = pair;
  while (isMap<Scalar, Node | null>(value) && value.flow !== true && value.items.length > 0) {
    const last = value.items.at(-1);
    if (last === undefined) break;
    [key, value] = [last.key, last.value];
  }
  const isBlank = value === null || (isScalar(value) && value.value === null && (value.source ?? "") === "");
  const end = (isBlank ? undefined : value?.range?.[1]) ?? key.range?.[1] ?? 0;
  return text[end - 1] === "\n" ? end : lineEnd(text, end);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}
