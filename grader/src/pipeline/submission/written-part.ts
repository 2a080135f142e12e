import { decode, decodeText, findAnswers, QUESTION_IDS, WRITTEN_WARNING } from "@robustness-lab/fixtures/hand-in";
import { posix } from "node:path";
import { pathInWords } from "../../shared/quote.ts";
import type { Container } from "./containers.ts";
import type { GatheredFile } from "./gather.ts";
import type { Layout } from "./layout.ts";
import { compare, readAs, type Note } from "./notes.ts";
import { depthOf, pathIn } from "./paths.ts";
import { htmlToText } from "./html-to-text.ts";
import { isDocument, isWrittenText, ONLINE_TEXT, writtenRank } from "./written-names.ts";

/** The written part of a submission. */
export interface WrittenPart {
  readonly text: string;
  /** Where it lies in its container. */
  readonly path: string;
  /** As it is staged: answers.md, byte for byte if it has that name. */
  readonly file: GatheredFile;
  /** Where pictures are looked for. */
  readonly folder: string;
  readonly container: Container;
}

/** A document that only a person can read. */
export interface FoundDocument {
  /** Where it lies in its container. */
  readonly path: string;
  readonly container: Container;
}

interface Found {
  readonly part?: WrittenPart;
  readonly documents: readonly FoundDocument[];
  readonly notes: readonly Note[];
}

interface Candidate extends GatheredFile {
  readonly container: Container;
  readonly rank: number;
}

const MAX_NAMED = 5;
const MAX_CANDIDATES = 20;
/** A text this much deeper than src/ is about something else. */
const MAX_DEPTH = 2;

/**
 * Finds the written part: answers.md beside src/, or what looks most like it, in the innermost container first. Names the
 * documents that only a person can read.
 */
export function findWritten(layout: Layout, containers: readonly Container[]): Found {
  const inner = containers.at(-1);
  const exact = layout.files.find(({ path }) => path === "answers.md");
  const documents = documentsIn(layout, containers);
  const named = documents.slice(0, MAX_NAMED).map(({ path }) => writtenNote(path, "only a person can read it"));
  const own = exact === undefined || inner === undefined ? undefined : ownPart(exact, layout, inner);
  if (own !== undefined && !isUntouched(own.text)) return { part: own, documents, notes: named };
  const candidates = containers
    .toReversed()
    .flatMap((container) => candidatesIn(container, layout, container === inner));
  const best = Math.min(...candidates.map(({ rank }) => rank));
  const [chosen, ...others] = candidates.filter(({ rank }) => rank === best);
  const isAlone = others.every(({ bytes }) => chosen !== undefined && Buffer.compare(bytes, chosen.bytes) === 0);
  const part = chosen !== undefined && isAlone ? toPart(chosen) : undefined;
  if (chosen !== undefined && part !== undefined) {
    const read = isPlainAnswers(chosen, layout) ? [] : [readAs(chosen.path, "as answers.md")];
    return { part, documents, notes: [...named, ...read] };
  }
  const why = isAlone ? "it is not text in UTF-8" : "there are several";
  const unread = candidates.slice(0, MAX_NAMED).map(({ path }) => writtenNote(path, why));
  return { ...(own === undefined ? {} : { part: own }), documents, notes: [...named, ...unread] };
}

/** answers.md that lies beside the archive with the sources needs no note. */
function isPlainAnswers({ path, rank }: Candidate, layout: Layout): boolean {
  return rank === 0 && (path === pathIn(layout.root, "answers.md") || !path.includes("/"));
}

/** answers.md beside src/, unless it is not text. */
function ownPart(file: GatheredFile, { root }: Layout, container: Container): WrittenPart | undefined {
  const { text } = decode(file.bytes);
  return text === undefined ? undefined : { text, path: pathIn(root, file.path), file, folder: root, container };
}

function isUntouched(text: string): boolean {
  const { texts } = findAnswers(text, QUESTION_IDS);
  return texts.size > 0 && [...texts.values()].every((answer) => answer === "");
}

function candidatesIn(container: Container, layout: Layout, isInner: boolean): readonly Candidate[] {
  const { files, loose } = container.gathered;
  const root = isInner ? layout.root : "";
  const near = [...files, ...loose].filter(({ path }) => isWrittenText(path) && isNear(path, root));
  const first = near.toSorted((a, b) => compare(a.path, b.path)).slice(0, MAX_CANDIDATES);
  return first.flatMap((file) => {
    const rank = writtenRank(file.path) ?? rankByContents(file, root);
    return rank === undefined || isUntouched(decodeText(file.bytes)) ? [] : [{ ...file, container, rank }];
  });
}

/** A text with a heading of a question; or the only other text beside src/. */
function rankByContents({ path, bytes }: GatheredFile, root: string): number | undefined {
  if (findAnswers(decodeText(bytes), QUESTION_IDS).texts.size > 0) return 1;
  return posix.dirname(path) === (root === "" ? "." : root) ? 4 : undefined;
}

function isNear(path: string, root: string): boolean {
  return path.startsWith(pathIn(root, "")) && depthOf(path) - depthOf(pathIn(root, "x")) <= MAX_DEPTH;
}

function toPart({ path, bytes, container }: Candidate): WrittenPart | undefined {
  const read = decode(bytes).text;
  if (read === undefined) return undefined;
  const text = posix.basename(path) === ONLINE_TEXT ? htmlToText(read) : read;
  const folder = posix.dirname(path) === "." ? "" : posix.dirname(path);
  const file = { path: "answers.md", bytes: text === read ? bytes : Buffer.from(text) };
  return { text, path, file, folder, container };
}

function documentsIn({ root }: Layout, containers: readonly Container[]): readonly FoundDocument[] {
  const inner = containers.at(-1);
  const found = containers.flatMap((container) => {
    const near = container === inner ? root : "";
    const paths = container.gathered.paths.filter((path) => isDocument(path) && isNear(path, near));
    return paths.map((path) => ({ path, container }));
  });
  const byPath = new Map(found.toReversed().map((each) => [each.path, each]));
  // Archives have their entries in any order.
  return [...byPath.values()].sort((a, b) => compare(a.path, b.path));
}

function writtenNote(path: string, why: string): Note {
  const message = `${WRITTEN_WARNING}${pathInWords(path)} looks like the written part; ${why}: open it to mark`;
  return { kind: "written", path, message };
}
