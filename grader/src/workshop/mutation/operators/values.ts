import ts from "typescript";
import { formOf } from "../forms.ts";
import { isOptional, kindOf, namesInScope, type Kind } from "../kinds.ts";
import type { Operator, TypedSource } from "../mutant.ts";
import { declarationAround, isReturned, isValue, tfFunction } from "../syntax.ts";

/** Values: one confused with another, tensors transformed, axes, flags, names. */
export const VALUE_OPERATORS: readonly Operator[] = [
  {
    name: "other value",
    *changes(node, source) {
      if (!isRead(node, "tensor", "function", "array", "boolean")(source)) return;
      const [own, kind] = [node.getText(), kindOf(node, source)];
      for (const other of namesInScope(node, source)) {
        if (other.kind === kind && other.text !== own) yield other.text;
      }
    },
  },
  {
    name: "tensor transformed",
    *changes(node, source) {
      if (!isTensor(node, source)) return;
      const text = node.getText();
      const [parent, form] = [tfFunction(node.parent) ?? "", formOf(node, source)];
      yield* [`tf.add(${text}, ${form.isInteger ? 1 : 0.1})`, `tf.zerosLike(${text})`];
      if (!WITHOUT_SCALE.has(parent)) yield `tf.mul(2, ${text})`;
      if (!form.isInteger) yield `tf.cast(tf.cast(${text}, "int32"), "float32")`;
      if (ts.isIdentifier(node)) yield `tf.onesLike(${text})`;
      if (WITHOUT_SIGN.has(parent)) return;
      // Of comparisons, which are booleans, they write outside of the engine's memory.
      if (!form.isBinary) yield* [`tf.neg(${text})`, `tf.mul(${text}, ${text})`];
      if (!form.isNonNegative) yield `tf.abs(${text})`;
    },
  },
  {
    name: "rows confused",
    *changes(node, source) {
      if (!isTensor(node, source)) return;
      // No rows to confuse.
      if (WITHOUT_ORDER.has(tfFunction(node.parent) ?? "") || node.getText().endsWith("[1, -1])")) return;
      const text = node.getText();
      if (!formOf(node, source).isBinary) yield `tf.reverse(${text}, 0)`;
      yield `tf.add(tf.zerosLike(${text}), tf.slice(${text}, 0, 1))`;
      yield `tf.add(tf.zerosLike(${text}), tf.mean(${text}, 0, true))`;
    },
  },
  {
    name: "gradient cut",
    *changes(node, source) {
      if (!isTensor(node, source) || !DIFFERENTIABLE.has(declarationAround(node)?.name?.text ?? "")) return;
      const text = node.getText();
      // No gradient flows through labels and comparisons.
      if (formOf(node, source).isInteger) return;
      yield `((plain: any) => tf.tensor(plain.dataSync(), plain.shape, plain.dtype))(${text})`;
    },
  },
  {
    name: "result of another form",
    *changes(node, source) {
      if (!isValue(node) || !isReturned(node) || !isExported(node)) return;
      const text = node.getText();
      const kind = kindOf(node, source);
      if (kind === "number") yield* [`tf.scalar(${text})`, `[${text}]`];
      if (kind === "array")
        yield* [`${text}.reverse()`, `tf.tensor(${text})`, `${text}.slice(0, 1)`, `${text}.slice(1)`, `[]`];
      if (kind !== "tensor") return;
      yield* [`tf.expandDims(${text}, -1)`, `tf.expandDims(${text}, 0)`, `${text}.arraySync()`];
      const type = declarationAround(node)?.type?.getText() ?? "";
      if (type !== "Scalar") yield `tf.mean(${text})`;
      if (!["Scalar", "Tensor1D"].includes(type)) yield `tf.reshape(${text}, [-1])`;
      if (!formOf(node, source).isInteger) yield* [`tf.cast(${text}, "int32")`, `tf.cast(${text}, "bool")`];
    },
  },
  {
    name: "axes",
    *changes(node) {
      if (!isAxes(node)) return;
      yield* ["[0, 1, 2, 3]", "[0]", "[1]", "[1, 2]", "[2, 3]", "[3]", "[0, 1, 2]", "0", "1", "-1", "undefined"];
    },
  },
  {
    name: "flag",
    *changes(node) {
      if (node.kind === ts.SyntaxKind.TrueKeyword) yield "false";
      if (node.kind === ts.SyntaxKind.FalseKeyword) yield "true";
    },
  },
  {
    name: "name",
    *changes(node) {
      if (!ts.isStringLiteral(node)) return;
      const other = { valid: "same", same: "valid", int32: "float32" }[node.text];
      if (other !== undefined) yield JSON.stringify(other);
    },
  },
  {
    name: "derived seed",
    *changes(node, source) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== "deriveSeed") return;
      const [seed, stream] = node.arguments.map((argument) => argument.getText());
      yield* [seed ?? "", "undefined", "Math.floor(1e9 * Math.random())", `${seed ?? ""} % 1000 + 1`];
      const streams = [...source.text.matchAll(/deriveSeed\([^()"]+, ("\w+")\)/g)].map((match) => match[1] ?? "");
      for (const other of streams) if (other !== stream) yield `deriveSeed(${seed ?? ""}, ${other})`;
    },
  },
  {
    name: "seed",
    *changes(node, source) {
      if (!isRead(node, "number")(source) || !/seed/i.test(node.getText())) return;
      const text = node.getText();
      yield* [`(${text} % 1000 + 1)`, "Math.floor(1e9 * Math.random())", "Date.now()"];
      if (!isOptional(node, source)) yield "undefined";
    },
  },
];

/** Functions that are differentiated: a loss, and what a loss is computed from. */
const DIFFERENTIABLE = new Set([
  ...["hingeLoss", "logisticLoss", "crossEntropy"],
  ...["logisticRegression", "lenet", "dropChannels", "dropUnits"],
]);

function isRead(node: ts.Node, ...kinds: readonly Kind[]): (source: TypedSource) => boolean {
  return (source) => {
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
    return isValue(node) && kinds.includes(kindOf(node, source));
  };
}

/** Functions after which a sign, a positive factor, or the order of the entries makes no difference. */
const WITHOUT_SIGN = new Set(["norm", "abs", "square"]);
const WITHOUT_SCALE = new Set(["sign", "argMax", "equal", "notEqual"]);
const WITHOUT_ORDER = new Set(["norm"]);

/** Whether a node is in a function of an exercise: only that function sees what a helper returns. */
function isExported(node: ts.Node): boolean {
  return declarationAround(node)?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function isTensor(node: ts.Node, source: TypedSource): boolean {
  if (tfFunction(node) === "tidy" || !isValue(node)) return false;
  return kindOf(node, source) === "tensor";
}

/** [1, 2, 3] as an argument of a reduction. */
function isAxes(node: ts.Node): boolean {
  return (
    ts.isArrayLiteralExpression(node) && /^\[\d(, \d)*\]$/.test(node.getText()) && ts.isCallExpression(node.parent)
  );
}
