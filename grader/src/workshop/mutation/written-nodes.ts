import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import ts from "typescript";
import { parseRegions } from "../../shared/markers.ts";
import type { TypedSource } from "./mutant.ts";

/** A node of the code that students write, and the exercise function that it belongs to. */
interface WrittenNode {
  readonly node: ts.Node;
  readonly functionName: string;
}

/**
 * The nodes in the exercise regions and solution-only helpers of a file. The suites do not judge given code, such as signatures
 * and assertions of arguments.
 */
export function writtenNodes(source: TypedSource): readonly WrittenNode[] {
  const regions = writtenLines(source);
  const users = usersOfHelpers(source);
  const lineOf = (position: number): number => source.tree.getLineAndCharacterOfPosition(position).line + 1;
  const found: WrittenNode[] = [];
  const visit = (node: ts.Node): void => {
    const [first, last] = [lineOf(node.getStart()), lineOf(node.getEnd())];
    const region = regions.find((each) => each.first <= first && last <= each.last);
    const functionName = region?.functionName ?? (region === undefined ? undefined : users.get(topLevelName(node)));
    if (functionName !== undefined) found.push({ node, functionName });
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

function writtenLines({ file, text }: TypedSource) {
  return parseRegions(file, text).flatMap((region) => {
    if (region.kind === "shared" || region.lines.length === 0) return [];
    const first = region.place.line + 1;
    const functionName = region.kind === "exercise" ? region.functionName : undefined;
    return [{ first, last: first + region.lines.length - 1, functionName }];
  });
}

/** The first exercise function that uses each helper, directly or through another helper. */
function usersOfHelpers({ file, tree }: TypedSource): ReadonlyMap<string, string> {
  const bodies = new Map(tree.statements.map((statement) => [topLevelName(statement), statement.getText()]));
  const users = new Map<string, string>();
  const follow = (name: string, user: string): void => {
    for (const [helper] of bodies) {
      if (helper === "" || helper === name || users.has(helper)) continue;
      if (!new RegExp(`\\b${helper}\\b`).test(bodies.get(name) ?? "")) continue;
      users.set(helper, user);
      follow(helper, user);
    }
  };
  for (const name of EXERCISES.filter((each) => each.file === file).flatMap(({ functions }) => functions))
    follow(name, name);
  return users;
}

/** The name that the enclosing statement at the top level declares; empty for none. */
function topLevelName(node: ts.Node): string {
  if (ts.isSourceFile(node)) return "";
  if (!ts.isSourceFile(node.parent)) return topLevelName(node.parent);
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? "";
  return ts.isVariableStatement(node) ? (node.declarationList.declarations[0]?.name.getText() ?? "") : "";
}
