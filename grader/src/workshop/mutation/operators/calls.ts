import ts from "typescript";
import { formOf } from "../forms.ts";
import { kindOf } from "../kinds.ts";
import type { Operator } from "../mutant.ts";
import { argumentsOf, callWith, tfFunction } from "../syntax.ts";

/** Calls: arguments dropped or swapped, calls removed or replaced, the order of two calls. */
export const CALL_OPERATORS: readonly Operator[] = [
  {
    name: "argument dropped",
    *changes(node) {
      if (!isPlainCall(node)) return;
      const args = argumentsOf(node);
      for (const index of args.keys()) {
        yield callWith(node, args.toSpliced(index, 1));
        if (index < args.length - 1) yield callWith(node, args.with(index, "undefined"));
      }
    },
  },
  {
    name: "arguments swapped",
    *changes(node) {
      if (!isPlainCall(node)) return;
      if (COMMUTATIVE.has(tfFunction(node) ?? "")) return;
      const args = argumentsOf(node);
      for (let i = 0; i < args.length; i += 1) {
        for (let j = i + 1; j < args.length; j += 1) {
          yield callWith(node, args.with(i, args[j] ?? "").with(j, args[i] ?? ""));
        }
      }
    },
  },
  {
    name: "call removed",
    *changes(node, source) {
      if (!isPlainCall(node)) return;
      const kind = kindOf(node, source);
      for (const argument of node.arguments) if (kindOf(argument, source) === kind) yield argument.getText();
      if (!ts.isPropertyAccessExpression(node.expression)) return;
      const { expression } = node.expression;
      if (kindOf(expression, source) === kind) yield expression.getText();
    },
  },
  {
    name: "other function",
    *changes(node) {
      const name = tfFunction(node);
      if (name === undefined || !ts.isCallExpression(node)) return;
      for (const other of OTHERS[name] ?? []) yield `tf.${other}(${argumentsOf(node).join(", ")})`;
    },
  },
  {
    name: "other formula",
    *changes(node, source) {
      const name = tfFunction(node);
      if (name === undefined || !ts.isCallExpression(node)) return;
      // Integers are equal or differ by 1.
      if (name === "equal" && node.arguments.every((argument) => formOf(argument, source).isInteger)) return;
      // Only images have rows and columns.
      if (name === "reshape" && !/^(images|\w+Pooled)$/.test(node.arguments[0]?.getText() ?? "")) return;
      yield* FORMULAS[name]?.(...argumentsOf(node)) ?? [];
    },
  },
  {
    name: "order of two calls",
    *changes(node, source) {
      if (!isPlainCall(node)) return;
      const [inner, ...rest] = node.arguments;
      if (inner === undefined || !isPlainCall(inner)) return;
      // A reshape may come before or after.
      if ([tfFunction(node), tfFunction(inner)].includes("reshape")) return;
      for (const [index, argument] of inner.arguments.entries()) {
        if (kindOf(argument, source) !== kindOf(node, source)) continue;
        const pushed = callWith(node, [argument.getText(), ...rest.map((each) => each.getText())]);
        yield callWith(inner, argumentsOf(inner).with(index, pushed));
      }
    },
  },
];

const COMMUTATIVE = new Set(["add", "mul", "maximum", "minimum", "equal", "notEqual"]);

/** Functions that students confuse. The arguments stay the same. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  abs: ["square", "neg", "sign", "relu"],
  add: ["sub", "mul", "maximum"],
  argMax: ["argMin"],
  conv2d: ["depthwiseConv2d"],
  div: ["mul", "sub", "divNoNan"],
  dot: ["mul"],
  equal: ["notEqual", "lessEqual", "greaterEqual", "greater", "less"],
  logSoftmax: ["softmax", "logSigmoid", "log"],
  max: ["min", "mean", "sum"],
  maximum: ["minimum", "add"],
  maxPool: ["avgPool"],
  mean: ["sum", "max", "min"],
  minimum: ["maximum", "add"],
  mul: ["div", "add", "maximum"],
  neg: ["abs", "exp", "reciprocal"],
  norm: ["sum", "mean", "max"],
  notEqual: ["equal", "less", "greater", "greaterEqual", "lessEqual"],
  randomNormal: ["randomUniform", "truncatedNormal"],
  randomUniform: ["randomNormal", "truncatedNormal"],
  relu: ["abs", "sigmoid", "relu6", "elu", "leakyRelu", "softplus", "tanh", "step", "square", "neg"],
  sign: ["tanh", "step", "abs", "relu", "ceil"],
  softplus: ["relu", "exp", "sigmoid", "elu"],
  sqrt: ["square", "abs"],
  square: ["abs", "sqrt"],
  sub: ["add", "mul", "squaredDifference"],
  sum: ["mean", "max", "min", "prod"],
};

/** Wrong formulas for a function, with its arguments. */
const FORMULAS: Readonly<Record<string, (...args: string[]) => readonly string[]>> = {
  sign: (g) => [
    `tf.div(${g}, tf.add(tf.abs(${g}), 1e-3))`,
    `tf.div(${g}, tf.add(tf.abs(${g}), 1e-7))`,
    `tf.sign(tf.add(${g}, 1e-12))`,
    `tf.sub(tf.mul(2, tf.cast(tf.greaterEqual(${g}, 0), "float32")), 1)`,
    `tf.sub(tf.mul(2, tf.cast(tf.greater(${g}, 0), "float32")), 1)`,
    `tf.sign(tf.mean(${g}, 0, true))`,
    `tf.div(${g}, tf.max(tf.abs(${g})))`,
    `tf.div(${g}, tf.norm(${g}))`,
  ],
  softplus: (z) => [`tf.log(tf.add(1, tf.exp(${z})))`, `tf.log1p(tf.exp(${z}))`, `tf.log(tf.exp(tf.add(1, ${z})))`],
  logSoftmax: (z) => [
    `tf.log(tf.softmax(${z}))`,
    `tf.log(tf.softmax(${z}, 0))`,
    `tf.log(tf.add(tf.softmax(${z}), 1e-7))`,
  ],
  norm: (w, own = "2") => [
    ...["1", "2", "Infinity"].filter((order) => order !== own).map((order) => `tf.norm(${w}, ${order})`),
    `tf.sum(tf.square(${w}))`,
    `tf.sqrt(tf.mean(tf.square(${w})))`,
    `tf.sqrt(tf.sum(tf.abs(${w})))`,
    `tf.abs(tf.sum(${w}))`,
    `tf.sqrt(tf.add(tf.sum(tf.square(${w})), 1e-6))`,
    `tf.mean(tf.abs(${w}))`,
  ],
  sum: (t, ...rest) => [`tf.max(tf.abs(${t})${rest.map((each) => `, ${each}`).join("")})`],
  square: (t) => [`tf.mul(2, ${t})`, `tf.pow(${t}, 3)`, `tf.pow(${t}, 4)`],
  sqrt: (t) => [`tf.add(tf.sqrt(${t}), 1e-3)`, `tf.pow(${t}, 1 / 3)`],
  relu: (t) => [`tf.clipByValue(${t}, 0, 1)`, `tf.square(tf.relu(${t}))`],
  clipByValue: (t, low, high) => [
    `tf.clipByValue(${t}, -1, 1)`,
    `tf.clipByValue(${t}, 0, 255)`,
    `tf.maximum(${t}, ${low})`,
    `tf.minimum(${t}, ${high})`,
    `tf.sigmoid(${t})`,
    `tf.div(tf.sub(${t}, tf.min(${t})), tf.sub(tf.max(${t}), tf.min(${t})))`,
  ],
  equal: (a, b) => [`tf.lessEqual(tf.abs(tf.sub(${a}, ${b})), 1e-6)`],
  notEqual: (a, b) => [`tf.greater(tf.abs(tf.sub(${a}, ${b})), 1e-3)`, `tf.greater(tf.abs(tf.sub(${a}, ${b})), 1e-7)`],
  mean: (t) => [`tf.div(tf.sum(${t}), 10)`, `tf.slice(${t}, 0, 1)`],
  reshape: (t, shape) => [`tf.reshape(tf.transpose(${t}), ${shape})`],
  oneHot: (t, k) => [`tf.sub(1, tf.oneHot(${t}, ${k}))`, `tf.add(tf.mul(0.9, tf.oneHot(${t}, ${k})), 0.01)`],
  dropout: (t, rate, ...rest) => {
    const shape = rest[0] ?? "undefined";
    const dropped = `tf.dropout(${[t, rate, ...rest].join(", ")})`;
    return [
      `tf.mul(${dropped}, 1 - ${rate})`,
      `tf.dropout(${[t, `1 - ${rate}`, ...rest].join(", ")})`,
      `tf.dropout(${[t, "0.4", ...rest].join(", ")})`,
      `tf.dropout(${t}, ${rate}, ${shape}, 1)`,
      `tf.dropout(${t}, ${rate}, ${shape})`,
    ];
  },
  grad: (f) => [`((at: any) => tf.mul(tf.grad(${f})(at), at.shape[0]))`, `((at: any) => tf.neg(tf.grad(${f})(at)))`],
};

/** Calls of which the arguments are values, not a body: tf.tidy and array methods are not. */
function isPlainCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && !node.arguments.some((argument) => ts.isArrowFunction(argument));
}
