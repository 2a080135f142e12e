import { transform } from "esbuild";
import type ts from "typescript";
import type { Change, Mutant, TypedSource } from "./mutant.ts";
import { OPERATORS } from "./operators/index.ts";
import { writtenNodes } from "./written-nodes.ts";

/** All mutants of a file that compile, sorted by position; no two of them compile to the same code. */
export async function findMutants(source: TypedSource): Promise<readonly Mutant[]> {
  const drafts = writtenNodes(source).flatMap(({ node, functionName }) =>
    OPERATORS.flatMap((operator) =>
      [...operator.changes(node, source)].map((change) => draft(source, node, change, operator.name, functionName)),
    ),
  );
  const codes = await Promise.all(drafts.map(({ text }) => compile(text)));
  const seen = new Set([await compile(source.text)]);
  return drafts
    .flatMap(({ mutant, start }, index) => {
      const code = codes[index];
      if (code === undefined || seen.has(code)) return [];
      seen.add(code);
      return [{ mutant: { ...mutant, code }, start }];
    })
    .sort((left, right) => left.start - right.start)
    .map(({ mutant }) => mutant);
}

function draft(source: TypedSource, visited: ts.Node, change: Change, operator: string, functionName: string) {
  const { file, text, tree } = source;
  const { node = visited, range, text: replacement, declare } = typeof change === "string" ? { text: change } : change;
  const [start, end] = range ?? [node.getStart(), node.getEnd()];
  const { line } = tree.getLineAndCharacterOfPosition(start);
  const shown =
    range === undefined
      ? replacement
      : text.slice(node.getStart(), start) + replacement + text.slice(end, node.getEnd());
  const mutant: Omit<Mutant, "code"> = {
    file,
    functionName,
    operator,
    line: line + 1,
    at: (text.split("\n")[line] ?? "").trim(),
    original: oneLine(text.slice(node.getStart(), node.getEnd())),
    replacement: oneLine(shown),
    within: oneLine(node.parent.getText()),
  };
  const declared = declare === undefined ? "" : `\n${declare}\n`;
  return { mutant, start, text: `${text.slice(0, start)}${replacement}${text.slice(end)}${declared}` };
}

/** A file as a CommonJS module; undefined if it does not compile. */
export async function compile(text: string): Promise<string | undefined> {
  try {
    return (await transform(text, { loader: "ts", format: "cjs", target: "node20", logLevel: "silent" })).code;
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
