import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ALL_EXERCISES } from "@robustness-lab/fixtures/exercises";
import ts from "typescript";
import { ROOT } from "../../shared/paths.ts";

/** One thing that the comment of a function, a type or a field says, in its words. */
export interface Promised {
  /** "fgsm", "Batch", "Batch.seed", or "types.ts" for what the head of that file says. */
  readonly owner: string;
  readonly promise: string;
}

const TYPES = "fixtures/src/types.ts";
const SOLUTION_FILES = [...new Set(ALL_EXERCISES.map(({ file }) => `solution/src/${file}`))];
/** A sentence ends before a capital letter or a backquote, so "l2." or "x_i." inside of a formula does not end one. */
const SENTENCE_END = /(?<=[.!?])\s+(?=[A-Z`])/;
/** A sentence may hold several promises: "finite for large gaps; differentiable". */
const CLAUSE_END = /;\s+/;
/** "TypeError for a wrong shape, RangeError for a wrong label, or a gradient that is not finite". */
const THROWS_CASE = /,\s+(?=(?:or\s+)?\w*Error\b|or\s)/;
const ERROR_NAME = /^(?:or\s+)?(\w*Error)\b/;
/** Literature is no promise. */
const REFERENCE = "see";

/** The promises of all exported functions and types that students see. */
export async function readPromises(): Promise<readonly Promised[]> {
  const files = await Promise.all(
    [TYPES, ...SOLUTION_FILES].map(async (path) => promisesIn(path, await readFile(join(ROOT, path), "utf8"))),
  );
  return files.flat();
}

/** The promises in the comments of a file's exports, in their order. */
export function promisesIn(path: string, text: string): readonly Promised[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return [...ofHead(path, text), ...source.statements.filter(isExported).flatMap(ofStatement)];
}

/** A comment that begins with one star is about the whole file. */
function ofHead(path: string, text: string): readonly Promised[] {
  const [, comment] = /^\/\*(?!\*)(.*?)\*\/$/ms.exec(text) ?? [];
  const words = (comment ?? "").replace(/^\s*\*/gm, "");
  return clausesOf(words).map((promise) => ({ owner: path.replace(/^.*\//, ""), promise }));
}

function ofStatement(statement: ts.Statement): readonly Promised[] {
  if (ts.isFunctionDeclaration(statement)) return ofNode(statement.name?.text ?? "", statement);
  if (ts.isTypeAliasDeclaration(statement)) return ofNode(statement.name.text, statement);
  if (!ts.isInterfaceDeclaration(statement)) return [];
  const owner = statement.name.text;
  return [...ofNode(owner, statement), ...statement.members.flatMap((field) => ofField(owner, field))];
}

/** A field without a comment promises its type. */
function ofField(type: string, field: ts.TypeElement): readonly Promised[] {
  const owner = `${type}.${field.name?.getText() ?? ""}`;
  const promises = ofNode(owner, field);
  if (promises.length > 0) return promises;
  return [{ owner, promise: oneLine(field.getText()).replace(/^readonly |;$/g, "") }];
}

function ofNode(owner: string, node: ts.Node): readonly Promised[] {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const promises = comments.flatMap(({ comment, tags = [] }) => [
    ...clausesOf(textOf(comment)),
    ...tags.flatMap(ofTag),
  ]);
  return promises.map((promise) => ({ owner, promise }));
}

function ofTag(tag: ts.JSDocTag): readonly string[] {
  const name = tag.tagName.text;
  if (name === REFERENCE) return [];
  const text = textOf(tag.comment);
  if (name === "throws") return throwsOf(oneLine(text));
  const subject = ts.isJSDocParameterTag(tag) ? `@param ${tag.name.getText()}` : `@${name}`;
  return clausesOf(text).map((what) => `${subject} ${what}`);
}

/** A case without the name of an error has that of the case before it. */
function throwsOf(text: string): readonly string[] {
  let error = "";
  return text.split(THROWS_CASE).map((what) => {
    const [, name] = ERROR_NAME.exec(what) ?? [];
    error = name ?? error;
    return name === undefined ? `@throws ${error} for ${what.replace(/^or\s+/, "")}` : `@throws ${what}`;
  });
}

function clausesOf(text: string): readonly string[] {
  return oneLine(text)
    .split(SENTENCE_END)
    .flatMap((sentence) => sentence.split(CLAUSE_END))
    .filter((clause) => clause !== "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function textOf(comment: ts.JSDocTag["comment"]): string {
  return ts.getTextOfJSDocComment(comment) ?? "";
}

function isExported(statement: ts.Statement): boolean {
  return (ts.getCombinedModifierFlags(statement as ts.Declaration & ts.Statement) & ts.ModifierFlags.Export) !== 0;
}
