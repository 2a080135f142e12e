import { html, render } from "lit-html";
import { splitterView } from "./splitter.ts";

/** The elements of the page that its parts fill. */
export interface Skeleton {
  readonly root: HTMLElement;
  readonly top: HTMLElement;
  readonly areas: HTMLElement;
  readonly sheet: HTMLElement;
  readonly outline: HTMLElement;
  readonly text: HTMLElement;
  readonly files: HTMLElement;
  readonly editor: HTMLElement;
  readonly preview: HTMLElement;
  readonly tests: HTMLElement;
  readonly palette: HTMLElement;
}

/** Draws the fixed parts of the page, once. */
export function makeSkeleton(root: HTMLElement): Skeleton {
  render(
    html`
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
    `,
    root,
  );
  const find = (id: string): HTMLElement => {
    const element = root.querySelector<HTMLElement>(`#${id}`);
    if (element === null) throw new Error(`the skeleton has no #${id}`);
    return element;
  };
  return {
    root,
    top: find("top"),
    areas: find("areas"),
    sheet: find("sheet"),
    outline: find("outline"),
    text: find("text"),
    files: find("files"),
    editor: find("editor"),
    preview: find("preview"),
    tests: find("tests"),
    palette: find("palette"),
  };
}
