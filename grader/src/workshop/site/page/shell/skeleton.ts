import { html, render, type TemplateResult } from "lit-html";
import { splitterView } from "./splitter.ts";

const IDS = ["top", "areas", "sheet", "outline", "text", "files", "editor", "preview", "tests", "palette"] as const;

/** The elements of the page that its parts fill. */
export type Skeleton = Readonly<Record<(typeof IDS)[number] | "root", HTMLElement>>;

/** Draws the fixed parts of the page, once. */
export function makeSkeleton(root: HTMLElement): Skeleton {
  render(skeletonView(), root);
  const elements = IDS.map((id) => {
    const element = root.querySelector<HTMLElement>(`#${id}`);
    if (element === null) throw new Error(`the skeleton has no #${id}`);
    return [id, element];
  });
  return { root, ...Object.fromEntries(elements) } as Skeleton;
}

function skeletonView(): TemplateResult {
  return html`
    <header id="top"></header>
    <nav id="areas" aria-label="Areas"></nav>
    <main>
      <section id="sheet" aria-label="Sheet" tabindex="-1">
        <nav id="outline" aria-label="Exercises"></nav>
        <article id="text"></article>
      </section>
      ${splitterView({ label: "Width of the sheet", variable: "--sheet", axis: "x", initial: 38 })}
      <div id="work">
        <section id="code" aria-label="Editor" tabindex="-1">
          <div id="files"></div>
          <div id="panes">
            <div id="editor"></div>
            <section id="preview" aria-label="Preview of answers.md" tabindex="0" hidden></section>
          </div>
        </section>
        ${splitterView({ label: "Height of the editor", variable: "--editor", axis: "y", initial: 62 })}
        <section id="tests" aria-label="Tests" tabindex="-1"></section>
      </div>
    </main>
    <div id="palette"></div>
  `;
}
