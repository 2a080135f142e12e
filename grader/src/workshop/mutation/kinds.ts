import ts from "typescript";
import type { TypedSource } from "./mutant.ts";
import { tfFunction } from "./syntax.ts";

/** What an expression stands for; values of one kind can be confused with each other. */
export type Kind = "number" | "boolean" | "string" | "tensor" | "array" | "function" | "object" | "other";

/** The kind of an expression, whether or not it may be undefined. */
export function kindOf(node: ts.Node, { types }: TypedSource): Kind {
  return kindOfType(types.getTypeAtLocation(node), types);
}

/** Whether an expression may be undefined. */
export function isOptional(node: ts.Node, { types }: TypedSource): boolean {
  const type = types.getTypeAtLocation(node);
  return type.isUnion() && type.types.some((each) => (each.flags & ts.TypeFlags.Undefined) !== 0);
}

/** A name or property by which a value of some kind can be reached: "epsilon", "batch.images". */
interface Named {
  readonly text: string;
  readonly kind: Kind;
  /** Whether it is a new tensor, by a function of tfjs. */
  readonly isComputed: boolean;
}

/** What may be written in place of an expression: variables of its function declared above it, and their properties. */
export function namesInScope(node: ts.Node, source: TypedSource): readonly Named[] {
  const { types, tree } = source;
  const variables = types.getSymbolsInScope(node, ts.SymbolFlags.Variable).filter(({ valueDeclaration }) => {
    if (valueDeclaration?.getSourceFile() !== tree || valueDeclaration.getEnd() > node.getStart()) return false;
    return !ts.isSourceFile(scopeOf(valueDeclaration)) && !contains(initialised(valueDeclaration), node);
  });
  const destructured = new Set(variables.map(({ valueDeclaration }) => sourceOf(valueDeclaration)));
  return variables.flatMap((symbol): readonly Named[] => {
    const type = types.getTypeOfSymbolAtLocation(symbol, node);
    const kind = kindOfType(type, types);
    if (kind !== "object") return [{ text: symbol.name, kind, isComputed: isComputed(symbol.valueDeclaration) }];
    const properties = type.getProperties().filter(({ name }) => !destructured.has(`${symbol.name}.${name}`));
    return properties.map((property) => ({
      text: `${symbol.name}.${property.name}`,
      kind: kindOfType(types.getTypeOfSymbolAtLocation(property, node), types),
      isComputed: false,
    }));
  });
}

function kindOfType(declared: ts.Type, types: ts.TypeChecker): Kind {
  const type = types.getNonNullableType(declared);
  if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) !== 0) return "other";
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return "number";
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return "string";
  if ((type.flags & ts.TypeFlags.BooleanLike) !== 0) return "boolean";
  if (["dataSync", "rankType"].every((name) => type.getProperty(name) !== undefined)) return "tensor";
  if (types.isArrayLikeType(type)) return "array";
  if (type.getCallSignatures().length > 0) return "function";
  return type.getProperties().length > 0 ? "object" : "other";
}

/** Where a destructured variable comes from: "problem.loss" for `const { loss } = problem`. */
function sourceOf(declaration: ts.Declaration | undefined): string | undefined {
  if (declaration === undefined || !ts.isBindingElement(declaration)) return undefined;
  const { initializer } = declaration.parent.parent as { readonly initializer?: ts.Expression };
  return initializer === undefined ? undefined : `${initializer.getText()}.${declaration.name.getText()}`;
}

function isComputed(declaration: ts.Declaration | undefined): boolean {
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const name = declaration.initializer && tfFunction(declaration.initializer);
  return name !== undefined && name !== "tidy";
}

/** The function or file that a declaration belongs to. */
function scopeOf(node: ts.Node): ts.Node {
  return ts.isSourceFile(node) || ts.isFunctionLike(node) ? node : scopeOf(node.parent);
}

/** The statement of a declaration: its names cannot be used inside. */
function initialised(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isSourceFile(node)
    ? node
    : initialised(node.parent);
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getStart() <= inner.getStart() && inner.getEnd() <= outer.getEnd();
}
