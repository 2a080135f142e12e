import ts from "typescript";
import { isOptional, kindOf, namesInScope } from "../kinds.ts";
import { knownNumber } from "../known-numbers.ts";
import type { Operator, TypedSource } from "../mutant.ts";
import { isValue } from "../syntax.ts";

/** Numbers: constants in place of arguments, falsy defaults, other units, other literals. */
export const NUMBER_OPERATORS: readonly Operator[] = [
  {
    name: "constant for a number",
    *changes(node, source) {
      if (isNumber(node, source)) yield* ["0", "1", "2", "0.1", "0.5", "42"];
    },
  },
  {
    name: "falsy default",
    *changes(node, source) {
      if (!isNumber(node, source)) return;
      const text = node.getText();
      const { isInteger, isPositive, value = 0 } = knownNumber(node, source);
      if (!isPositive || isOptional(node, source)) yield* [`(${text} || 0.1)`, `(${text} || 1)`];
      if (!(isInteger && isPositive) && value < 1e-3) yield `Math.max(${text}, 1e-3)`;
      if (isOptional(node, source)) yield `(${text} ?? 1)`;
    },
  },
  {
    name: "other unit or size",
    *changes(node, source) {
      if (!isNumber(node, source)) return;
      const text = node.getText();
      yield* [`(${text} / 255)`, `(2 * ${text})`, `(${text} / 2)`, `(${text} + 1)`, `(${text} - 1)`, `-${text}`];
      yield* [`${text} ** 2`, `Math.sqrt(${text})`];
      const { isInteger, value = Infinity } = knownNumber(node, source);
      if (value > 1) yield `Math.min(${text}, 1)`;
      if (!isInteger) yield `Math.round(${text})`;
    },
  },
  {
    name: "other number",
    *changes(node, source) {
      if (!isNumber(node, source)) return;
      const others = namesInScope(node, source).filter(
        ({ kind, text }) => kind === "number" && text !== node.getText(),
      );
      for (const { text } of others) yield text;
    },
  },
  {
    name: "other literal",
    *changes(node) {
      if (!ts.isNumericLiteral(node) || isUnderMinus(node)) return;
      const value = Number(node.text);
      const others = [
        0,
        1,
        2,
        -1,
        0.1,
        0.5,
        255,
        2 * value,
        value / 2,
        value + 1,
        value - 1,
        1e-3,
        Infinity,
        -Infinity,
      ];
      for (const other of new Set(others)) if (other !== value) yield toText(other);
    },
  },
  {
    name: "arithmetic",
    *changes(node) {
      if (!ts.isBinaryExpression(node)) return;
      const operator = node.operatorToken.getText();
      const [left, right] = [node.left.getText(), node.right.getText()];
      for (const other of ARITHMETIC[operator] ?? []) yield `${left} ${other} ${right}`;
      if (["+", "-", "*", "/"].includes(operator)) yield* [left, right];
      if (["-", "/"].includes(operator)) yield `${right} ${operator} ${left}`;
    },
  },
  {
    name: "rounded",
    *changes(node, source) {
      if (!isValue(node) || kindOf(node, source) !== "number" || ts.isNumericLiteral(node)) return;
      if (ts.isReturnStatement(node.parent))
        yield* [`Math.round(100 * (${node.getText()})) / 100`, `1 - ${node.getText()}`, `100 * (${node.getText()})`];
    },
  },
];

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": ["-", "*"],
  "-": ["+"],
  "*": ["/", "+"],
  "/": ["*"],
  "+=": ["-=", "="],
  "-=": ["+=", "="],
};

/** Whether a node reads a number that is no literal: "epsilon", "images.shape[0]". */
function isNumber(node: ts.Node, source: TypedSource): node is ts.Expression {
  const isNamed = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isNamed && isValue(node) && node.getText() !== "Infinity" && kindOf(node, source) === "number";
}

function isUnderMinus({ parent }: ts.Node): boolean {
  return ts.isPrefixUnaryExpression(parent);
}

function toText(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}
