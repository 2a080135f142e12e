import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { linter, type Diagnostic } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { hoverTooltip, type EditorView, type Tooltip } from "@codemirror/view";
import type { Typescript } from "../../typescript/client.ts";

/** Problems, completion and explanations of a file by TypeScript. Nothing waits for the types: what is early has none. */
export function intelligence(path: string, typescript: Typescript, onProblems: (count: number) => void): Extension {
  const { calls, ready } = typescript;
  const check = async (view: EditorView): Promise<readonly Diagnostic[]> => {
    await ready;
    const { length } = view.state.doc;
    const problems = await calls.problems(path);
    onProblems(problems.filter(({ severity }) => severity === "error").length);
    return problems.map((problem) => ({
      ...problem,
      from: Math.min(problem.from, length),
      to: Math.min(problem.to, length),
    }));
  };
  return [
    linter((view) => check(view).catch(() => []), { delay: 250 }),
    autocompletion({ override: [(context) => complete(context, path, typescript)] }),
    hoverTooltip(async (_, at) => {
      await ready;
      return tooltipOf(await calls.explain(path, at));
    }),
  ];
}

async function complete(
  context: CompletionContext,
  path: string,
  { calls, ready }: Typescript,
): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\w$]+/);
  const isMember = context.state.sliceDoc(context.pos - 1, context.pos) === ".";
  if (!context.explicit && word === null && !isMember) return null;
  await ready;
  const at = context.pos;
  const found = await calls.complete(path, at);
  const options = found.map(({ name, kind }) => ({
    label: name,
    type: KINDS[kind] ?? kind,
    info: async () => preformatted(await calls.explainCompletion(path, at, name)),
  }));
  return { from: word?.from ?? at, options, validFor: /^[\w$]*$/ };
}

/** The names that the editor has icons for, by those of TypeScript. */
const KINDS: Readonly<Record<string, string>> = {
  method: "method",
  const: "constant",
  let: "variable",
  var: "variable",
  parameter: "variable",
  alias: "namespace",
  module: "namespace",
};

function tooltipOf(found: Awaited<ReturnType<Typescript["calls"]["explain"]>>): Tooltip | null {
  if (found === null) return null;
  const text = [found.text, found.documentation].filter((part) => part !== "").join("\n\n");
  return { pos: found.from, end: found.to, create: () => ({ dom: preformatted(text) }) };
}

function preformatted(text: string): HTMLElement {
  const element = document.createElement("pre");
  element.className = "cm-explanation";
  element.textContent = text;
  return element;
}
