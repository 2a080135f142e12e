import type { Renderer } from "./render-answers.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Shows Markdown as it is. */
export function createPlainRenderer(): Renderer {
  return {
    render: (text) => Promise.resolve(`<pre>${text.replaceAll(/[&<>"]/g, (each) => ESCAPES[each] ?? each)}</pre>`),
    close: () => Promise.resolve(),
  };
}
