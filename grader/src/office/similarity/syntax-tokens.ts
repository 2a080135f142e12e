import ts from "typescript";

/** A declaration or statement at the top level of a file. */
export interface Unit {
  readonly file: string;
  /** The declared name; empty for other statements. */
  readonly name: string;
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly tokens: readonly string[];
  /** For each token its line, counted from 0 in `lines`. */
  readonly lineOf: readonly number[];
}

/** A source file of a submission. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Real submissions have about 4000. */
const MAX_TOKENS = 40_000;

/**
 * The syntax of a file in tokens that survive what hides a copy: names, comments, layout, types, brackets, `let` for `const`
 * and the order of functions. Names after a dot stay, because they are mostly those of TensorFlow.js.
 *
 * @returns undefined if the file is nested too deeply to be parsed
 */
export function unitsOf({ path, text }: SourceFile): readonly Unit[] | undefined {
  try {
    const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    const lines = text.split(/\r\n|[\r\n\u2028\u2029]/);
    return tree.statements.filter(isCode).map((statement) => toUnit(statement, { path, lines, tree }));
  } catch (error) {
    // The stack is exhausted, at an unforeseeable place.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isCode(node: ts.Statement): boolean {
  return !(
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

interface ParsedFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly tree: ts.SourceFile;
}

function toUnit(statement: ts.Statement, { path, lines, tree }: ParsedFile): Unit {
  const lineAt = (position: number): number => tree.getLineAndCharacterOfPosition(position).line;
  const [first, last] = [lineAt(statement.getStart(tree)), lineAt(statement.getEnd())];
  const tokens: string[] = [];
  const lineOf: number[] = [];
  const add = (token: string, node: ts.Node): void => {
    if (tokens.length >= MAX_TOKENS) return;
    tokens.push(token);
    lineOf.push(lineAt(node.getStart(tree)) - first);
  };
  visit(statement, add);
  const shown = lines.slice(first, last + 1);
  return { file: path, name: nameOf(statement), firstLine: first + 1, lines: shown, tokens, lineOf };
}

function nameOf(statement: ts.Statement): string {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name?.text ?? "";
  const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  return declaration !== undefined && ts.isIdentifier(declaration.name) ? declaration.name.text : "";
}

function visit(node: ts.Node, add: (token: string, node: ts.Node) => void): void {
  if (ts.isTypeNode(node) || ts.isModifier(node) || ts.isTypeParameterDeclaration(node)) return;
  const token = tokenOf(node);
  if (token !== undefined) add(token, node);
  // An arrow without braces returns its value.
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    node.parameters.forEach((each) => visit(each, add));
    add("return", node.body);
    visit(node.body, add);
    return;
  }
  ts.forEachChild(node, (child) => visit(child, add));
}

/** Nodes that only group others, and those whose presence is a matter of style. */
const TRANSPARENT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.Block,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.VariableDeclarationList,
  ts.SyntaxKind.EqualsGreaterThanToken,
  ts.SyntaxKind.EmptyStatement,
]);

function tokenOf(node: ts.Node): string | undefined {
  if (TRANSPARENT.has(node.kind)) return undefined;
  if (ts.isPropertyAccessExpression(node)) return `.${node.name.text}`;
  if (ts.isIdentifier(node)) return isNameAfterDot(node) ? undefined : "name";
  if (ts.isStringLiteralLike(node)) return "text";
  if (ts.isNumericLiteral(node)) return String(Number(node.text));
  if (ts.isFunctionLike(node)) return "function";
  if (ts.isReturnStatement(node)) return "return";
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return ts.tokenToString(node.operator) ?? "";
  }
  return ts.tokenToString(node.kind) ?? String(node.kind);
}

function isNameAfterDot(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}
