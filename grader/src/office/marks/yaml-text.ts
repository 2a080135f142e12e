import { CST, isScalar, Lexer, LineCounter, parseDocument, Scalar, visit, type Document, type Node } from "yaml";
import { formatBytes } from "@robustness-lab/fixtures/hand-in";
import type { Mistake } from "../../shared/mistakes.ts";
import { MARKERS, takeShorthands, type Shorthand } from "./shorthands.ts";

/** A YAML tree with positions, without syntax errors, lists and deep nesting. */
export interface YamlTree {
  readonly root: Node | null;
  readonly lines: LineCounter;
  /** By the offset of their keys, whose values are blank in the tree. */
  readonly shorthands: ReadonlyMap<number, Shorthand>;
}

/** Marks and answers of several hundred submissions take 5 MiB. */
export const MAX_MARKS_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 8;
const MAX_INDENT = 64;

/** Parses YAML with shorthands after the given keys. @returns the tree, or the mistakes */
export function parseYaml(text: string, file: string, keys: readonly string[]): YamlTree | readonly Mistake[] {
  const lines = new LineCounter();
  const at = (offset: number, message: string): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  if (Buffer.byteLength(text) > MAX_MARKS_BYTES) {
    const message = `the file is larger than ${formatBytes(MAX_MARKS_BYTES)}: mark in several files`;
    return [{ file, line: 1, column: 1, message }];
  }
  const lexed = lexAllowed(text);
  if (!("tokens" in lexed)) {
    const before = text.slice(0, lexed.offset).split("\n");
    return [{ file, line: before.length, column: (before.at(-1) ?? "").length + 1, message: lexed.message }];
  }
  // `uniqueKeys` compares every pair of keys, so readEntries looks for duplicates instead.
  const rest = takeShorthands(text, keys, lexed.tokens);
  const parsed = parseDocument(rest.text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    keepSourceTokens: true,
  });
  const isTyped = inTypedTexts(parsed);
  const problems = [...parsed.errors, ...parsed.warnings].filter(
    ({ code, pos }) => code !== "BAD_DQ_ESCAPE" || !isTyped(pos[0]),
  );
  if (problems.length === 0) return { root: parsed.contents, lines, shorthands: rest.shorthands };
  const first = problems.filter(({ pos }, index) => problems.findIndex((each) => each.pos[0] === pos[0]) === index);
  return first.map(({ pos, code, message }) => at(pos[0], `this cannot be read as YAML: ${explain(code, message)}`));
}

/** The keys of texts that may contain LaTeX. */
export const TYPED_TEXTS: ReadonlySet<unknown> = new Set(["comment", "reason"]);

/** Tests if an offset is in such a text in double quotes, where a backslash is no escape: readText takes it as typed. */
function inTypedTexts(parsed: Document.Parsed): (offset: number) => boolean {
  const ranges: (readonly [number, number, number])[] = [];
  visit(parsed, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !TYPED_TEXTS.has(key.value) || !isScalar(value)) return;
      if (value.type === Scalar.QUOTE_DOUBLE && value.range) ranges.push(value.range);
    },
  });
  return (offset) => ranges.some(([start, end]) => start <= offset && offset < end);
}

/**
 * Lexes YAML up to a feature that marks never need, or to nesting that would exhaust the parser's stack and end the process.
 * Brackets in comments and strings do not count.
 *
 * @returns all tokens, or the first forbidden one
 */
function lexAllowed(
  text: string,
): { readonly tokens: readonly string[] } | { readonly offset: number; readonly message: string } {
  const tokens: string[] = [];
  let offset = 0;
  let depth = 0;
  let before = "\n";
  for (const token of new Lexer().lex(text)) {
    const message = before === CST.SCALAR ? null : problemOf(token, before, depth);
    if (message !== null) return { offset, message };
    tokens.push(token);
    depth += depthChange(token);
    // Markers are not part of the text.
    if (!MARKERS.has(token)) offset += token.length;
    before = token;
  }
  return { tokens };
}

function problemOf(token: string, before: string, depth: number): string | null {
  const type = CST.tokenType(token);
  if (type === "seq-item-ind" || token === "[") return 'a list is not allowed here: expected "name: value"';
  if (type === "explicit-key-ind") return 'a key with "?" is not allowed here: expected "name: value"';
  if (type === "alias" || type === "anchor")
    return "anchors and aliases (& and *) are not supported: put the text in quotes";
  const isIndent = type === "space" && CST.tokenType(before) === "newline";
  if (depth >= MAX_DEPTH || (isIndent && token.length > MAX_INDENT)) return "this is nested too deeply";
  return null;
}

function depthChange(token: string): number {
  if (token === "{") return 1;
  return token === "}" ? -1 : 0;
}

/** The library's message, except for a value above criteria and a colon in a text, where it does not help. */
function explain(code: string, message: string): string {
  if (code === "BLOCK_AS_IMPLICIT_KEY") {
    return 'a value here and "name: value" below it: use one of them (a question takes full or none above its criteria), and put a text with a colon in quotes';
  }
  return message.charAt(0).toLowerCase() + message.slice(1);
}
