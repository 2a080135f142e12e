import ts from "typescript";
import type { TypedSource } from "./mutant.ts";

/** Whether a node is a value that is read: not a name that is declared, assigned to or followed by a dot. */
export function isValue(node: ts.Node): node is ts.Expression {
  if (!ts.isExpression(node) || ts.isPartOfTypeNode(node)) return false;
  const { parent } = node;
  if (ts.isIdentifier(node) && isName(node, parent)) return false;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return false;
  if (ts.isElementAccessExpression(parent) && parent.expression === node) return false;
  if (ts.isCallExpression(parent) && parent.expression === node) return ts.isIdentifier(node);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSpreadElement(node)) return false;
  return !isAssigned(node, parent);
}

/** A called name, "sub" of tf.sub(a, b); undefined for other calls. */
export function tfFunction(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  return ts.isIdentifier(expression) && expression.text === "tf" ? name.text : undefined;
}

/** The text of a call with other arguments. */
export function callWith(node: ts.CallExpression, args: readonly string[]): string {
  return `${node.expression.getText()}(${args.join(", ")})`;
}

/** The texts of a call's arguments. */
export function argumentsOf(node: ts.CallExpression): readonly string[] {
  return node.arguments.map((argument) => argument.getText());
}

/** The nearest enclosing function. */
export function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  return ts.findAncestor(node.parent, isFunction);
}

/** The declared function at the top level of the file that a node belongs to. */
export function declarationAround(node: ts.Node): ts.FunctionDeclaration | undefined {
  return ts.findAncestor(node, (each) => ts.isFunctionDeclaration(each) && ts.isSourceFile(each.parent)) as
    ts.FunctionDeclaration | undefined;
}

/** Whether a name is declared outside of the file's functions: imported, given, or a constant of the file. */
export function isOfFile(node: ts.Node, { types }: TypedSource): boolean {
  const declaration = types.getSymbolAtLocation(node)?.declarations?.[0];
  return ts.isIdentifier(node) && ts.findAncestor(declaration?.parent, isFunction) === undefined;
}

/** Whether the value of an expression is returned by a function of the file, not just by one inside it. */
export function isReturned(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isAsExpression(parent) || ts.isParenthesizedExpression(parent)) return isReturned(parent);
  if (ts.isReturnStatement(parent)) {
    const around = functionAround(parent);
    return around !== undefined && (ts.isFunctionDeclaration(around) || isReturnedByTidy(around));
  }
  return ts.isArrowFunction(parent) && parent.body === node && isReturnedByTidy(parent);
}

function isReturnedByTidy(node: ts.Node): boolean {
  return tfFunction(node.parent) === "tidy" && isReturned(node.parent);
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function isName(node: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.name === node;
  if (ts.isFunctionDeclaration(parent)) return true;
  return ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isTypeNode(parent);
}

function isAssigned(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    return (
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  }
  return ts.isPostfixUnaryExpression(parent) || ts.isExpressionStatement(parent);
}
