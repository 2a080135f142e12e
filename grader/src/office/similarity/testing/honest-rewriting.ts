import ts from "typescript";

/* Rewrites a file as another student would have written it: other names, other forms of the same steps, steps of their own. */

/** Numbers in [0, 1). */
export type Draw = () => number;

/** A student's habits: how often each form is used. */
interface Habits {
  readonly names: readonly string[];
  readonly methods: number;
  readonly constants: number;
  readonly swaps: number;
  readonly wrapping: number;
  readonly checks: number;
  readonly powers: number;
  readonly arrows: number;
}

const NAMES =
  "x z out tmp val res data cur acc delta base norm adv pert pix eps2 g grad vec mat score idx buf probs part".split(
    " ",
  );

export function habitsOf(draw: Draw): Habits {
  const names = NAMES.toSorted(() => draw() - 0.5);
  return {
    names,
    ...{ methods: draw(), constants: 0.15 + 0.5 * draw(), swaps: draw(), wrapping: 0.5 * draw(), checks: 0.4 * draw() },
    ...{ powers: draw(), arrows: draw() },
  };
}

/** A file with the bodies of its functions rewritten. */
export function rewrite(text: string, habits: Habits, draw: Draw): string {
  const tree = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const { transformed } = ts.transform(tree, [(context) => rewriting(context, habits, draw)]);
  return ts.createPrinter({ removeComments: true }).printFile(transformed[0] as ts.SourceFile);
}

const { factory: f } = ts;
const COMMUTATIVE = ["add", "mul", "maximum", "minimum", "equal", "notEqual"];
const METHODS =
  "sub add mul div sign abs sqrt square sum mean neg equal reshape cast argMax maximum minimum exp log".split(" ");

function rewriting(context: ts.TransformationContext, habits: Habits, draw: Draw): ts.Transformer<ts.SourceFile> {
  const isLikely = (share: number): boolean => draw() < share;
  const expression = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, expression, context);
    if (ts.isBlock(visited)) return block(visited);
    if (ts.isArrowFunction(visited) && !ts.isBlock(visited.body) && isLikely(habits.arrows)) return withBlock(visited);
    if (!ts.isCallExpression(visited)) return visited;
    return call(visited);
  };
  const call = (node: ts.CallExpression): ts.Expression => {
    const name = tfName(node);
    const [first, second, ...rest] = node.arguments;
    if (name === undefined || first === undefined) return node;
    if (name === "square" && isLikely(habits.powers)) return tf("pow", first, f.createNumericLiteral(2));
    if (name === "div" && second !== undefined && isLikely(habits.powers / 4))
      return tf("mul", first, tf("div", f.createNumericLiteral(1), second));
    if (name === "sub" && second !== undefined && isLikely(habits.powers / 4))
      return tf("add", first, tf("neg", second));
    if (COMMUTATIVE.includes(name) && second !== undefined && rest.length === 0 && isLikely(habits.swaps / 2))
      return tf(name, second, first);
    if (METHODS.includes(name) && !ts.isNumericLiteral(first) && isLikely(habits.methods)) {
      const others = second === undefined ? [] : [second, ...rest];
      return f.createCallExpression(f.createPropertyAccessExpression(first, name), undefined, others);
    }
    return node;
  };
  const block = (node: ts.Block): ts.Block => {
    const statements = node.statements.flatMap((statement) => [...extracted(statement), ...ownStep()]);
    return f.createBlock(statements, true);
  };
  /** Gives an argument of a returned or declared value a name. */
  const extracted = (statement: ts.Statement): readonly ts.Statement[] => {
    const constants: ts.Statement[] = [];
    const lift = (node: ts.Node): ts.Node => {
      if (ts.isFunctionLike(node) || ts.isBlock(node)) return node;
      const visited = ts.visitEachChild(node, lift, context);
      if (!ts.isCallExpression(visited) || !isLikely(habits.constants)) return visited;
      const name = `${habits.names[Math.floor(draw() * habits.names.length)] ?? ""}${constants.length}`;
      constants.push(constant(name, visited));
      return f.createIdentifier(name);
    };
    const isSimple = ts.isReturnStatement(statement) || ts.isVariableStatement(statement);
    const kept = isSimple ? ts.visitEachChild(statement, lift, context) : statement;
    return [...constants, kept];
  };
  const ownStep = (): readonly ts.Statement[] => {
    if (!isLikely(habits.checks / 3)) return [];
    const name = f.createIdentifier(habits.names[Math.floor(draw() * 6)] ?? "");
    const steps: readonly (() => ts.Statement)[] = [
      () => constant("n", f.createPropertyAccessExpression(name, "size")),
      () =>
        f.createExpressionStatement(
          f.createCallExpression(f.createPropertyAccessExpression(f.createIdentifier("console"), "log"), undefined, [
            name,
          ]),
        ),
      () =>
        f.createIfStatement(
          f.createBinaryExpression(name, ts.SyntaxKind.EqualsEqualsEqualsToken, f.createIdentifier("undefined")),
          f.createThrowStatement(
            f.createNewExpression(f.createIdentifier("Error"), undefined, [f.createStringLiteral("no")]),
          ),
        ),
      () => constant("zero", tf("zerosLike", name)),
    ];
    return [(steps[Math.floor(draw() * steps.length)] as () => ts.Statement)()];
  };
  return (file) => {
    const body = (node: ts.Statement): ts.Statement => {
      const visited = ts.visitEachChild(node, expression, context);
      return visited;
    };
    return f.updateSourceFile(file, file.statements.map(body));
  };
}

function constant(name: string, value: ts.Expression): ts.Statement {
  const declared = f.createVariableDeclaration(name, undefined, undefined, value);
  return f.createVariableStatement(undefined, f.createVariableDeclarationList([declared], ts.NodeFlags.Const));
}

function withBlock(node: ts.ArrowFunction): ts.ArrowFunction {
  const body = f.createBlock([f.createReturnStatement(node.body as ts.Expression)], true);
  return f.updateArrowFunction(
    node,
    node.modifiers,
    node.typeParameters,
    node.parameters,
    node.type,
    node.equalsGreaterThanToken,
    body,
  );
}

function tf(name: string, ...args: ts.Expression[]): ts.CallExpression {
  return f.createCallExpression(f.createPropertyAccessExpression(f.createIdentifier("tf"), name), undefined, args);
}

function tfName({ expression }: ts.CallExpression): string | undefined {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  return expression.expression.text === "tf" ? expression.name.text : undefined;
}
