import ts from "typescript";
import { kindOf, namesInScope } from "../kinds.ts";
import type { Operator } from "../mutant.ts";
import { functionAround, isOfFile, isReturned, isValue, tfFunction } from "../syntax.ts";

/** No name of the reference. */
const KEPT = "keptBefore";
const DECLARED = `let ${KEPT}: any;`;

/** State and ownership: what is kept between calls, what is disposed of or handed out. */
export const STATE_OPERATORS: readonly Operator[] = [
  {
    name: "kept from the first call",
    *changes(node, source) {
      if (!isValue(node) || ts.isNumericLiteral(node) || ts.isArrowFunction(node) || tfFunction(node) === "tidy")
        return;
      const kind = kindOf(node, source);
      const text = node.getText();
      if (kind === "tensor") yield { text: `(${KEPT} ??= tf.keep(tf.clone(${text}))).clone()`, declare: DECLARED };
      const isNamed = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
      // It never changes.
      if (isOfFile(node, source)) return;
      if (["number", "function", "array"].includes(kind) && (isNamed || isReturned(node)))
        yield { text: `(${KEPT} ??= ${text})`, declare: DECLARED };
    },
  },
  {
    name: "kept from the first of its shape",
    *changes(node, source) {
      if (!isValue(node) || tfFunction(node) === "tidy" || kindOf(node, source) !== "tensor" || !isReturned(node))
        return;
      const text = node.getText();
      const call = `((now: any) => (${KEPT}[now.shape] ??= tf.keep(tf.clone(now))).clone())(${text})`;
      yield { text: call, declare: `const ${KEPT}: any = {};` };
    },
  },
  {
    name: "argument disposed of",
    *changes(node, source) {
      if (!ts.isReturnStatement(node) || node.expression === undefined) return;
      if (!ts.isFunctionDeclaration(functionAround(node) ?? node)) return;
      for (const { text, kind, isComputed } of namesInScope(node, source)) {
        // Nothing else uses what the function computed itself.
        if (kind !== "tensor" || isComputed) continue;
        yield `{ const result = ${node.expression.getText()}; tf.dispose(${text}); return result; }`;
      }
    },
  },
  {
    name: "argument returned",
    *changes(node, source) {
      if (!isValue(node) || tfFunction(node) === "tidy" || kindOf(node, source) !== "tensor" || !isReturned(node))
        return;
      for (const { text, kind } of namesInScope(node, source)) if (kind === "tensor") yield text;
    },
  },
];
