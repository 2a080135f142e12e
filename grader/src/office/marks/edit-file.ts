import { setTimeout } from "node:timers/promises";
import type { WrittenQuestion } from "../../pipeline/score/written.ts";
import { renderMistakes, type Mistake } from "../../shared/mistakes.ts";
import { removeDrafts, versionOf, whyNotWritten, writeDurably } from "./durable-file.ts";
import { editBlock, newBlock, renewBlock, type Block, type BlockEdit } from "./edit-block.ts";
import { joinText, newMarksText, parseBlock, splitText, withMarker, type MarksText } from "./marks-text.ts";
import { readMarksFile } from "./marks-file.ts";
import { isOutdated, parseMarks, shortChecksum, type FileSubmission } from "./parse-marks.ts";

/** A change of one submission. */
export interface Edit extends BlockEdit {
  readonly name: string;
  /** Of the graded submission: for a new block, and so that marks for an earlier one stop counting. */
  readonly sha256?: string | null;
}

/** A marks file that is open for changes. */
export interface OpenMarks {
  readonly file: string;
  /** Whom the file names. */
  readonly marker: () => string | undefined;
  /** What is on disk, as far as it is known, by the name of the submission. */
  readonly marks: () => ReadonlyMap<string, FileSubmission>;
  /**
   * Writes changes, all or none, when those before are written. `edits` gets the marks that are on disk now.
   * @throws RefusedChange or InvalidChange, and nothing is written
   */
  readonly change: (edits: (marks: ReadonlyMap<string, FileSubmission>) => readonly Edit[]) => Promise<void>;
  /** Reads what was changed by hand. @returns true if there was something, or `broken` changed */
  readonly refresh: () => Promise<boolean>;
  /** What is wrong with the file since it was changed by hand: a sentence for the marker. */
  readonly broken: () => string | undefined;
}

/** A sentence for the marker about what the file cannot take now. */
export class RefusedChange extends Error {
  override readonly name = "RefusedChange";
}

/** A sentence for the marker about a change that no file can take. */
export class InvalidChange extends Error {
  override readonly name = "InvalidChange";
}

/** The mistakes in a file that is opened. */
export class MistakesInFile extends Error {
  override readonly name = "MistakesInFile";
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(renderMistakes(mistakes));
    this.mistakes = mistakes;
  }
}

interface Settings {
  /** Written into the head, if the file names nobody. */
  readonly marker: string | null;
  readonly questions: readonly WrittenQuestion[];
}

interface ReadFile {
  text: MarksText;
  marker: string | undefined;
  readonly marks: Map<string, FileSubmission>;
  /** What tells the file from one that somebody else wrote; undefined if there is none. */
  version: string | undefined;
}

interface State extends ReadFile {
  /** A version with mistakes, which need not be read again. */
  broken: { readonly version: string; readonly error: MistakesInFile } | undefined;
  /** A change by hand was read, and no refresh has returned it yet. */
  hasNews: boolean;
}

/** Opens a marks file, or a new one that the first change writes. @throws UsageError, MistakesInFile */
export async function openMarks(file: string, settings: Settings): Promise<OpenMarks> {
  await removeDrafts(file);
  const state: State = { ...(await readState(file, settings)), broken: undefined, hasNews: false };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    file,
    marker: () => state.marker,
    marks: () => state.marks,
    change: (edits) => inTurn(() => changeFile(file, state, { edits, settings })),
    refresh: () => inTurn(() => announce(file, state, settings)),
    broken: () => state.broken && brokenWords(state.broken.error),
  };
}

async function readState(file: string, { marker, questions }: Settings): Promise<ReadFile> {
  const version = await versionOf(file);
  const text = version === undefined ? "" : await readMarksFile(file);
  if (text.trim() === "") return { text: newMarksText(marker), marker: marker ?? undefined, marks: new Map(), version };
  const parsed = parseMarks(text, file, questions);
  if (parsed.mistakes.length > 0) throw new MistakesInFile(parsed.mistakes);
  const parts = splitText(text, parsed, questions);
  return {
    text: parsed.marker === undefined && marker !== null ? withMarker(parts, marker) : parts,
    marker: parsed.marker ?? marker ?? undefined,
    marks: new Map(parsed.submissions.map((each) => [each.name, each])),
    version,
  };
}

async function changeFile(
  file: string,
  state: State,
  { edits, settings }: { readonly edits: Parameters<OpenMarks["change"]>[0]; readonly settings: Settings },
): Promise<void> {
  try {
    await refreshState(file, state, settings);
  } catch (error) {
    throw new RefusedChange(error instanceof MistakesInFile ? brokenWords(error) : whyNotWritten(file, error), {
      cause: error,
    });
  }
  const blocks = new Map(state.text.blocks.map((block) => [block.name, block]));
  const changed = new Map<string, FileSubmission>();
  for (const edit of edits(state.marks)) {
    const marks = changed.get(edit.name) ?? state.marks.get(edit.name);
    const before = blockFor(edit, blocks.get(edit.name), { marks, questions: settings.questions });
    const named = edit.named ?? marks?.named;
    const block = editBlock(before, { ...edit, ...(named === undefined ? {} : { named }) }, settings.questions);
    changed.set(edit.name, checked(block, edit, { file, questions: settings.questions }));
    blocks.set(edit.name, block);
  }
  if (changed.size === 0) return;
  const text = { ...state.text, blocks: [...blocks.values()] };
  try {
    state.version = await writeDurably(file, joinText(text));
  } catch (error) {
    throw new RefusedChange(whyNotWritten(file, error), { cause: error });
  }
  state.text = text;
  for (const [name, marks] of changed) state.marks.set(name, marks);
}

/** The block to change: a new one if there is none, or it is for an earlier submission. */
function blockFor(
  { name, sha256 }: Edit,
  found: Block | undefined,
  { marks, questions }: { readonly marks: FileSubmission | undefined; readonly questions: readonly WrittenQuestion[] },
): Block {
  const checksum = shortChecksum(sha256);
  if (found === undefined) return newBlock(name, checksum);
  return sha256 !== undefined && isOutdated(marks, sha256) ? renewBlock(found, checksum, questions) : found;
}

/** Reads a block as merging will. @throws InvalidChange if a reader would find something else than what was to be written */
function checked(
  block: Block,
  edit: Edit,
  { file, questions }: { readonly file: string; readonly questions: readonly WrittenQuestion[] },
): FileSubmission {
  const { mistakes, submissions } = parseBlock(block, file, questions);
  const [first] = mistakes;
  const [submission] = submissions;
  if (first !== undefined) throw new InvalidChange(first.message);
  if (submission?.name !== edit.name) throw new InvalidChange(`${file} cannot hold the name ${edit.name}`);
  const isSame =
    (edit.comment ?? submission.comment ?? "") === (submission.comment ?? "") &&
    [...(edit.questions ?? [])].every(([id, marks]) => isWritten(marks, submission, id));
  if (!isSame) throw new InvalidChange("this comment would not arrive as it was typed: leave out what is invisible");
  return submission;
}

function isWritten(marks: { readonly comment?: string }, { questions }: FileSubmission, id: string): boolean {
  return (marks.comment ?? "") === (questions.get(id)?.value.comment ?? "");
}

function brokenWords({ message }: MistakesInFile): string {
  return `correct these mistakes in the file, and it is read again:\n${message}`;
}

/** Reads a change by hand, or notes its mistakes. @returns true if there is something new to say */
async function announce(file: string, state: State, settings: Settings): Promise<boolean> {
  await refreshState(file, state, settings).catch((error: unknown) => {
    if (!(error instanceof MistakesInFile)) throw error;
  });
  const { hasNews } = state;
  state.hasNews = false;
  return hasNews;
}

/** @throws MistakesInFile, UsageError */
async function refreshState(file: string, state: State, settings: Settings): Promise<void> {
  const { broken } = state;
  const found = await versionOf(file);
  // A file that was removed is written again from memory by the next change, so nothing is lost.
  if (found === undefined || found === state.version) {
    if (broken !== undefined) Object.assign(state, { broken: undefined, hasNews: true });
    return;
  }
  if (found === broken?.version) throw broken.error;
  const version = await settled(file, found);
  try {
    const read = await readState(file, settings);
    if (read.marks.size === 0 && state.marks.size > 0) throw new MistakesInFile([emptied(file)]);
    Object.assign(state, read, { broken: undefined, hasNews: true });
  } catch (error) {
    if (error instanceof MistakesInFile) Object.assign(state, { broken: { version, error }, hasNews: true });
    throw error;
  }
}

const SETTLE_MS = 60;

/** Waits until an editor that truncates a file before it writes it has come to its end. @returns the version that it wrote */
async function settled(file: string, version: string): Promise<string> {
  await setTimeout(SETTLE_MS);
  const next = await versionOf(file);
  return next === undefined || next === version ? version : settled(file, next);
}

/** Perhaps an editor has not written it yet. Nothing is lost: all marks are still in memory. */
function emptied(file: string): Mistake {
  const message = "the file is empty: save it again, or remove it, and the next mark writes all of them";
  return { file, line: 1, column: 1, message };
}
