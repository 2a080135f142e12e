import ts from "typescript";
import { format } from "prettier";
import type { Draw } from "./honest-rewriting.ts";

/* What a student does to a copy so that it looks like their own work. */

export type Disguise = (text: string, draw: Draw) => Promise<string> | string;

/** Every declared name gets another, and `const` becomes `let`. */
export const rename: Disguise = (text, draw) => {
  const tree = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const names = new Map<string, string>();
  const visit = (node: ts.Node, see: (node: ts.Node) => void): void => {
    see(node);
    if (!ts.isImportDeclaration(node)) ts.forEachChild(node, (child) => visit(child, see));
  };
  visit(tree, (node) => {
    const isDeclared = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    if (isDeclared && ts.isIdentifier(node.name)) names.set(node.name.text, `v${Math.floor(draw() * 1e6)}`);
  });
  const places: ts.Identifier[] = [];
  visit(tree, (node) => {
    if (ts.isIdentifier(node) && names.has(node.text) && !isProperty(node)) places.push(node);
  });
  const renamed = places.reduceRight(
    (result, node) => result.slice(0, node.getStart()) + (names.get(node.text) ?? "") + result.slice(node.getEnd()),
    text,
  );
  return renamed.replace(/\bconst\b/g, "let");
};

function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
}

/** The declarations of each file in another order. */
export const reorder: Disguise = (text, draw) => {
  const tree = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const isImport = (node: ts.Statement): boolean => ts.isImportDeclaration(node);
  const texts = (some: readonly ts.Statement[]): string[] => some.map((node) => node.getText(tree));
  const [imports, rest] = [tree.statements.filter(isImport), tree.statements.filter((node) => !isImport(node))];
  return [...texts(imports), ...texts(rest).toSorted(() => draw() - 0.5)].join("\n\n");
};

/** A comment above every line that can have one. */
export const comment: Disguise = (text, draw) =>
  text
    .split("\n")
    .flatMap((line) =>
      /^\s*(const|let|return|for|if)\b/.test(line) && draw() < 0.7 ? ["// my own idea", line] : [line],
    )
    .join("\n");

/** Another style of layout. */
export const reformat: Disguise = (text) =>
  format(text, {
    parser: "typescript",
    printWidth: 50,
    semi: false,
    singleQuote: true,
    useTabs: true,
    trailingComma: "none",
  });

export async function disguise(text: string, disguises: readonly Disguise[], draw: Draw): Promise<string> {
  let result = text;
  for (const each of disguises) result = await each(result, draw);
  return result;
}
