import ts from "typescript";
import type { TypedSource } from "./mutant.ts";

/** What holds of a number for every argument that the given assertions let through. */
interface KnownNumber {
  readonly isInteger: boolean;
  readonly isPositive: boolean;
  /** The value of a constant. */
  readonly value?: number;
}

/** Names of arguments that are asserted to be integers >= 1. */
const POSITIVE_INTEGERS = ["seed", "dropoutSeed", "epochs", "steps", "count"];
/** Names of counters and classes. */
const INTEGERS = ["epoch", "t", "index", "label"];

export function knownNumber(node: ts.Expression, source: TypedSource): KnownNumber {
  const constant = constantOf(node, source);
  if (constant !== undefined) return constant;
  const name = lastName(node);
  const isPositive = isSizeOfTensor(node) || POSITIVE_INTEGERS.includes(name);
  return { isInteger: isPositive || name === "length" || INTEGERS.includes(name), isPositive };
}

/** "seed" of batch.seed. */
function lastName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : "";
}

/** Whether a node reads a size that tensors of the exercises have: x.shape[0], labels.size. */
function isSizeOfTensor(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "size";
  return ts.isElementAccessExpression(node) && lastName(node.expression) === "shape";
}

/** What is known of a constant by its initializer: a literal, a size, or a shape that it is taken from. */
function constantOf(node: ts.Expression, source: TypedSource): KnownNumber | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = source.types.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isBindingElement(declaration)) {
    const { initializer } = declaration.parent.parent as { readonly initializer?: ts.Expression };
    const isFromShape = ts.isArrayBindingPattern(declaration.parent) && initializer?.getText().endsWith(".shape");
    return isFromShape === true ? { isInteger: true, isPositive: true } : undefined;
  }
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  if ((declaration.parent.flags & ts.NodeFlags.Const) === 0) return undefined;
  if (!ts.isNumericLiteral(declaration.initializer)) return knownNumber(declaration.initializer, source);
  const value = Number(declaration.initializer.text);
  return { value, isInteger: Number.isInteger(value), isPositive: value > 0 };
}
