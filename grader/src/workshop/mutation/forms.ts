import ts from "typescript";
import type { TypedSource } from "./mutant.ts";
import { tfFunction } from "./syntax.ts";

/** What holds of an expression's values for every input, as far as its form shows it. */
export interface Form {
  readonly isNonNegative: boolean;
  readonly isInteger: boolean;
}

const NON_NEGATIVE = ["norm", "abs", "square", "sqrt", "relu", "softplus", "equal", "notEqual", "oneHot", "softmax"];
const INTEGER = ["sign", "equal", "notEqual", "argMax", "oneHot"];
/** Functions of one or two tensors that keep both properties. */
const OF_ONE = ["sum", "max", "maxPool", "clipByValue", "reshape", "cast"];
const OF_TWO = ["mul", "add", "maximum", "minimum"];
/** Those that keep only the sign. */
const SIGN_OF_ONE = ["mean"];
const SIGN_OF_TWO = ["div"];

const UNKNOWN: Form = { isNonNegative: false, isInteger: false };

export function formOf(node: ts.Node, source: TypedSource): Form {
  if (ts.isNumericLiteral(node)) return { isNonNegative: true, isInteger: Number.isInteger(Number(node.text)) };
  if (ts.isIdentifier(node)) return formOfName(node, source);
  const name = tfFunction(node);
  if (name === undefined || !ts.isCallExpression(node)) return UNKNOWN;
  if (name === "tidy") return UNKNOWN;
  return {
    isNonNegative: NON_NEGATIVE.includes(name) || keeps("isNonNegative", name, node, source),
    isInteger: INTEGER.includes(name) || keeps("isInteger", name, node, source),
  };
}

function keeps(what: keyof Form, name: string, node: ts.CallExpression, source: TypedSource): boolean {
  const isSign = what === "isNonNegative";
  const ofOne = OF_ONE.includes(name) || (isSign && SIGN_OF_ONE.includes(name));
  const ofTwo = OF_TWO.includes(name) || (isSign && SIGN_OF_TWO.includes(name));
  if (!ofOne && !ofTwo) return false;
  return node.arguments.slice(0, ofTwo ? 2 : 1).every((argument) => formOf(argument, source)[what]);
}

function formOfName(node: ts.Identifier, source: TypedSource): Form {
  if (["epsilon", "alpha", "lambda", "images"].includes(node.text)) return { isNonNegative: true, isInteger: false };
  if (["y", "labels"].includes(node.text)) return { isNonNegative: node.text === "labels", isInteger: true };
  const declaration = source.types.getSymbolAtLocation(node)?.valueDeclaration;
  const isConstant =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && declaration.initializer !== undefined ? formOf(declaration.initializer, source) : UNKNOWN;
}
