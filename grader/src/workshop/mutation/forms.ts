import ts from "typescript";
import type { TypedSource } from "./mutant.ts";
import { tfFunction } from "./syntax.ts";

/** What holds of an expression's values for every input, as far as its form shows it. */
export interface Form {
  readonly isNonNegative: boolean;
  readonly isInteger: boolean;
  /** Whether they are 0 or 1. */
  readonly isBinary: boolean;
}

const BINARY = ["equal", "notEqual", "oneHot"];
const NON_NEGATIVE = [...BINARY, "norm", "abs", "square", "sqrt", "relu", "softplus", "softmax", "argMax"];
const INTEGER = [...BINARY, "sign", "argMax"];
/** Functions of one or two tensors that keep both properties. */
const OF_ONE = ["sum", "max", "maxPool", "clipByValue", "reshape", "cast", "clone", "gather"];
const OF_TWO = ["mul", "add", "maximum", "minimum"];
/** Those that keep only the sign. */
const SIGN_OF_ONE = ["mean", "dropout", "pow"];
const SIGN_OF_TWO = ["div"];

const UNKNOWN: Form = { isNonNegative: false, isInteger: false, isBinary: false };

export function formOf(node: ts.Node, source: TypedSource): Form {
  if (ts.isNumericLiteral(node))
    return { ...UNKNOWN, isNonNegative: true, isInteger: Number.isInteger(Number(node.text)) };
  if (ts.isAsExpression(node)) return formOf(node.expression, source);
  if (ts.isPropertyAccessExpression(node)) return GIVEN[node.name.text] ?? UNKNOWN;
  if (ts.isIdentifier(node)) return GIVEN[node.text] ?? formOfName(node, source);
  const name = tfFunction(node);
  if (name === undefined || !ts.isCallExpression(node)) return UNKNOWN;
  if (name === "tidy") return UNKNOWN;
  return {
    isBinary: BINARY.includes(name),
    isNonNegative: NON_NEGATIVE.includes(name) || keeps("isNonNegative", name, node, source),
    isInteger: INTEGER.includes(name) || keeps("isInteger", name, node, source),
  };
}

const GIVEN: Readonly<Record<string, Form>> = {
  ...Object.fromEntries(
    ["epsilon", "alpha", "lambda", "images"].map((name) => [name, { ...UNKNOWN, isNonNegative: true }]),
  ),
  y: { ...UNKNOWN, isInteger: true },
  labels: { ...UNKNOWN, isInteger: true, isNonNegative: true },
};

function keeps(
  what: "isNonNegative" | "isInteger",
  name: string,
  node: ts.CallExpression,
  source: TypedSource,
): boolean {
  const isSign = what === "isNonNegative";
  const ofOne = OF_ONE.includes(name) || (isSign && SIGN_OF_ONE.includes(name));
  const ofTwo = OF_TWO.includes(name) || (isSign && SIGN_OF_TWO.includes(name));
  if (!ofOne && !ofTwo) return false;
  if (isSign && name === "maximum") return node.arguments.some((argument) => formOf(argument, source)[what]);
  if (isSign && name === "clipByValue") return node.arguments[1]?.getText() === "0";
  return node.arguments.slice(0, ofTwo ? 2 : 1).every((argument) => formOf(argument, source)[what]);
}

function formOfName(node: ts.Identifier, source: TypedSource): Form {
  const declaration = source.types.getSymbolAtLocation(node)?.valueDeclaration;
  const isConstant =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && declaration.initializer !== undefined ? formOf(declaration.initializer, source) : UNKNOWN;
}
