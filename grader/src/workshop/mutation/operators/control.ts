import ts from "typescript";
import type { Change, Operator } from "../mutant.ts";

/** Control flow: conditions, loops, statements. */
export const CONTROL_OPERATORS: readonly Operator[] = [
  {
    name: "condition",
    *changes(node) {
      if (ts.isBinaryExpression(node)) {
        const [left, operator, right] = [node.left.getText(), node.operatorToken.getText(), node.right.getText()];
        for (const other of RELATIONS[operator] ?? []) yield `${left} ${other} ${right}`;
        if (operator === "&&" || operator === "||") yield* [left, right];
      }
      if (isCondition(node)) yield* ["true", "false", `!(${node.getText()})`];
    },
  },
  {
    name: "branches",
    *changes(node) {
      if (!ts.isConditionalExpression(node)) return;
      const [condition, yes, no] = [node.condition.getText(), node.whenTrue.getText(), node.whenFalse.getText()];
      yield* [yes, no, `${condition} ? ${no} : ${yes}`];
    },
  },
  {
    name: "loop",
    *changes(node) {
      if (ts.isForStatement(node) && ts.isBlock(node.statement)) yield* changesOfFor(node, node.statement);
      if (ts.isForOfStatement(node) && ts.isBlock(node.statement)) yield* changesOfForOf(node, node.statement);
    },
  },
  {
    name: "statement removed",
    *changes(node) {
      if (ts.isExpressionStatement(node)) yield ";";
      if (ts.isIfStatement(node) && node.elseStatement === undefined) yield ";";
    },
  },
  {
    name: "method of an array",
    *changes(node) {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
      const [list, method] = [node.expression.expression.getText(), node.expression.name.text];
      const [argument] = node.arguments.map((each) => each.getText());
      if (["map", "filter", "slice"].includes(method))
        yield* [`${node.getText()}.reverse()`, `${node.getText()}.sort()`];
      if (method === "filter") yield list;
      if (method !== "slice" || node.arguments.length !== 2) return;
      const [, end = ""] = node.arguments.map((each) => each.getText());
      yield* [list, `${list}.slice(${argument ?? 0})`, `${list}.slice(${end})`, `${list}.slice(-${end})`];
      yield* [
        `${list}.slice(0, ${end} - 1)`,
        `${list}.slice(0, ${end} + 1)`,
        `${list}.slice(1, ${end})`,
        `${list}.slice(0, 1)`,
      ];
    },
  },
];

const RELATIONS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<"],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
};

function isCondition(node: ts.Node): boolean {
  const { parent } = node as { readonly parent?: ts.Node };
  if (parent === undefined) return false;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return ts.isArrowFunction(parent) && parent.body === node && ts.isBinaryExpression(node);
}

function* changesOfFor({ condition, initializer, incrementor }: ts.ForStatement, body: ts.Block): Iterable<Change> {
  yield* changesOfBody(body);
  if (condition !== undefined && ts.isBinaryExpression(condition)) {
    const [left, right] = [condition.left.getText(), condition.right.getText()];
    for (const other of [
      `${left} <= ${right}`,
      `${left} < ${right} - 1`,
      `${left} < 1`,
      `${left} < 2`,
      `${left} < 2 * ${right}`,
    ])
      yield { node: condition, text: other };
  }
  if (incrementor !== undefined) yield { node: incrementor, text: incrementor.getText().replace("1", "2") };
  if (initializer !== undefined) yield { node: initializer, text: initializer.getText().replace("= 0", "= 1") };
}

function* changesOfForOf({ expression }: ts.ForOfStatement, body: ts.Block): Iterable<Change> {
  yield* changesOfBody(body);
  const text = expression.getText();
  for (const other of [
    `[...${text}].reverse()`,
    `[...${text}].slice(1)`,
    `[...${text}].slice(0, -1)`,
    `[...${text}, ...${text}]`,
  ])
    yield { node: expression, text: other };
}

function* changesOfBody(body: ts.Block): Iterable<Change> {
  const last = body.getEnd() - 1;
  yield { node: body, text: "break;", range: [last, last] };
  yield { node: body, text: "continue;", range: [body.getStart() + 1, body.getStart() + 1] };
}
