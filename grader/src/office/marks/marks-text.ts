import { isMap, stringify, type Node, type Scalar, type YAMLMap } from "yaml";
import type { WrittenQuestion } from "../../pipeline/score/written.ts";
import { editBlock, lineStart, newBlock, parseLines, type Block } from "./edit-block.ts";
import { parseMarks, type FileSubmission, type ParsedMarks } from "./parse-marks.ts";

/** A marks file in parts, so that a change touches one of them and the others stay byte for byte. */
export interface MarksText {
  /** Up to the first submission. */
  readonly head: string;
  readonly blocks: readonly Block[];
  /** After the last submission. */
  readonly tail: string;
}

type SubmissionMap = YAMLMap<Scalar, Node | null>;

const HEAD = `# Marks of the written part, written by the marking desk. docs/marking.md describes the format.
# It may be edited by hand, also while the desk is open.

# The marker's name, which students see.
`;

/** The text of a file without submissions. */
export function newMarksText(marker: string | null): MarksText {
  return { head: `${HEAD}${markerLine(marker)}\nsubmissions:\n`, blocks: [], tail: "" };
}

export function joinText({ head, blocks, tail }: MarksText): string {
  return head + blocks.map(({ text }) => text).join("") + tail;
}

/** Splits a text without mistakes, which `parsed` is of. Submissions within braces are put on lines of their own. */
export function splitText(text: string, parsed: ParsedMarks, questions: readonly WrittenQuestion[]): MarksText {
  const ids = questions.map(({ id }) => id);
  const { contents } = parseLines(text, ids);
  const root = isMap<Scalar, Node | null>(contents) ? contents : undefined;
  const index = root?.items.findIndex(({ key }) => key.value === "submissions") ?? -1;
  const pair = root?.items[index];
  if (root === undefined || root.flow === true || pair === undefined) return rewritten(parsed, questions);
  const all = isMap<Scalar, Node | null>(pair.value) ? pair.value : undefined;
  const next = root.items[index + 1];
  const end = next === undefined ? text.length : lineStart(text, next.key.range?.[0] ?? text.length);
  if (all === undefined || all.items.length === 0) {
    const isWord = pair.value !== null && pair.value.range?.[0] !== pair.value.range?.[1];
    if (isWord) return rewritten(parsed, questions);
    const head = text.slice(0, end);
    return { head: head.endsWith("\n") ? head : `${head}\n`, blocks: [], tail: text.slice(end) };
  }
  if (all.flow === true) return rewritten(parsed, questions);
  return cut(text, { all, end }, parsed, questions);
}

/** Each block takes what is above it up to the block before: comments above a name are about it. */
function cut(
  text: string,
  { all, end }: { readonly all: SubmissionMap; readonly end: number },
  parsed: ParsedMarks,
  questions: readonly WrittenQuestion[],
): MarksText {
  const starts = all.items.map(({ key }) => lineStart(text, key.range?.[0] ?? 0));
  const blocks = all.items.map((pair, index) => {
    const name = String(pair.key.value);
    const lines = text.slice(starts[index], starts[index + 1] ?? end);
    // Another block may follow a last line that does not end.
    const own = lines.endsWith("\n") ? lines : `${lines}\n`;
    const isPlain = isMap(pair.value) ? pair.value.flow !== true : pair.value?.range?.[0] === pair.value?.range?.[1];
    if (isPlain) return { name, text: own };
    const submission = parsed.submissions.find((each) => each.name === name);
    const indent = (pair.key.range?.[0] ?? 0) - (starts[index] ?? 0);
    if (submission === undefined) return { name, text: own };
    // It stands where it stood, without the blank line above a new one.
    return { name, text: renderBlock(submission, questions, indent).text.replace(/^\n/, "") };
  });
  return { head: text.slice(0, starts[0]), blocks, tail: text.slice(end) };
}

function rewritten(parsed: ParsedMarks, questions: readonly WrittenQuestion[]): MarksText {
  const empty = newMarksText(parsed.marker ?? null);
  return { ...empty, blocks: parsed.submissions.map((each) => renderBlock(each, questions)) };
}

function renderBlock(submission: FileSubmission, questions: readonly WrittenQuestion[], indent?: number): Block {
  const { name, sha256, comment, adjustment, named } = submission;
  return editBlock(
    newBlock(name, sha256?.value ?? null, indent),
    {
      ...(named === undefined ? {} : { named }),
      ...(comment === undefined ? {} : { comment }),
      ...(adjustment === undefined ? {} : { adjustment: adjustment.value }),
      questions: new Map([...submission.questions].map(([id, { value }]) => [id, value])),
    },
    questions,
  );
}

/** The marks in a block. Places in its mistakes are those in the block. */
export function parseBlock({ text }: Block, file: string, questions: readonly WrittenQuestion[]): ParsedMarks {
  return parseMarks(`submissions:\n${text}`, file, questions);
}

function markerLine(marker: string | null): string {
  return marker === null ? "marker:\n" : stringify({ marker }, { lineWidth: 0 });
}

/** Writes the marker into a head that has none. */
export function withMarker(text: MarksText, marker: string): MarksText {
  const blank = /^marker:(?=[ \t]*(?:\r?$|#))/m;
  const line = markerLine(marker).trimEnd();
  const head = blank.test(text.head) ? text.head.replace(blank, () => line) : `${line}\n${text.head}`;
  return { ...text, head };
}
