import ts from "typescript";
import { blankSourceFile } from "ts-blank-space";

/** Where a string literal of an import stands in the JavaScript, quotes included. */
interface ImportPlace {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** Why a file cannot run. Line and column count from 1. */
interface TranslationError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** JavaScript with the lines and columns of its TypeScript, so that it needs no source map. */
export interface Translation {
  readonly js: string;
  readonly imports: readonly ImportPlace[];
  readonly error: TranslationError | null;
}

/** Translates TypeScript by blanking its types. A file with an error does not run; the others do. */
export function translate(files: Readonly<Record<string, string>>): Record<string, Translation> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, translateFile(path, text)]));
}

function translateFile(path: string, text: string): Translation {
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.ES2023, impliedNodeFormat: ts.ModuleKind.ESNext },
    true,
    ts.ScriptKind.TS,
  );
  const unsupported: ts.Node[] = [];
  const js = blankSourceFile(source, (node) => void unsupported.push(node));
  return { js, imports: importsOf(source), error: syntaxError(source) ?? unsupportedError(source, unsupported[0]) };
}

function syntaxError(source: ts.SourceFile): TranslationError | null {
  // Not in the public types, but the only list of them without a program.
  const [found] = (source as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] })
    .parseDiagnostics;
  if (found === undefined) return null;
  return { message: ts.flattenDiagnosticMessageText(found.messageText, "\n"), ...placeOf(source, found.start) };
}

function unsupportedError(source: ts.SourceFile, node: ts.Node | undefined): TranslationError | null {
  if (node === undefined) return null;
  const [what = ""] = node.getText(source).split("\n");
  return {
    message: `"${what.slice(0, 60)}" is TypeScript that is more than types (an enum, a namespace, a parameter property); write it in JavaScript`,
    ...placeOf(source, node.getStart(source)),
  };
}

function placeOf(source: ts.SourceFile, position: number): { readonly line: number; readonly column: number } {
  const { line, character } = source.getLineAndCharacterOfPosition(position);
  return { line: line + 1, column: character + 1 };
}

function importsOf(source: ts.SourceFile): readonly ImportPlace[] {
  const found: ImportPlace[] = [];
  const visit = (node: ts.Node): void => {
    const name = importedName(node);
    if (name !== undefined) found.push({ from: name.getStart(source), to: name.end, name: name.text });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The literal that names a module, unless the import is of types only. */
function importedName(node: ts.Node): ts.StringLiteral | undefined {
  const name = ts.isImportDeclaration(node)
    ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      ? undefined
      : node.moduleSpecifier
    : ts.isExportDeclaration(node)
      ? node.isTypeOnly
        ? undefined
        : node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : undefined;
  return name !== undefined && ts.isStringLiteral(name) ? name : undefined;
}
