import { html, nothing, render } from "lit-html";
import { namedPictures } from "@robustness-lab/fixtures/hand-in";
import { renderMarkdown } from "../../../../shared/markdown.ts";
import { sanitise } from "../sheet/sanitise.ts";
import type { Workspace } from "../workspace.ts";
import { PICTURE_TYPES } from "./pictures.ts";

export interface Preview {
  /** Shows the preview and draws it, or hides it. */
  readonly show: (isShown: boolean) => void;
  readonly redraw: () => void;
  /** Shows the question around a place of the text, if it is another than before. */
  readonly follow: (at: number) => void;
}

/** answers.md as a reader sees it: mathematics, pictures, and which pictures cannot be handed in. */
export function makePreview(
  host: HTMLElement,
  workspace: Workspace,
  onPictures: (files: readonly File[]) => void,
): Preview {
  let addresses: readonly string[] = [];
  let followed: string | null = null;
  const draw = (): void => {
    addresses.forEach((address) => URL.revokeObjectURL(address));
    const made: string[] = [];
    const ofPicture = (path: string): string | null => {
      const bytes = workspace.read(decoded(path).replace(/^\.\//, ""));
      if (!(bytes instanceof Uint8Array)) return null;
      const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      made.push(address);
      return address;
    };
    const text = textOf(workspace);
    const shown = sanitise(renderMarkdown(text), ofPicture);
    addresses = made;
    const { problems } = namedPictures(text, workspace.list());
    render(previewView(shown, problems, onPictures), host);
  };
  return {
    show: (isShown) => {
      host.hidden = !isShown;
      if (isShown) draw();
    },
    redraw: () => {
      if (!host.hidden) draw();
    },
    follow: (at) => {
      const question = questionAt(textOf(workspace), at);
      if (host.hidden || question === followed) return;
      followed = question;
      showQuestion(host, question);
    },
  };
}

/** "W2", or null above the first question. */
export function questionAt(text: string, at: number): string | null {
  return [...text.slice(0, at + 1).matchAll(/^#+[ \t]+(W\d+)\b/gm)].at(-1)?.[1] ?? null;
}

/** Scrolls the preview alone. */
function showQuestion(host: HTMLElement, question: string | null): void {
  const headings = [...host.querySelectorAll("h1, h2, h3")];
  const heading = headings.find(({ textContent }) => question !== null && textContent.startsWith(`${question} `));
  const top = heading?.getBoundingClientRect().top ?? host.getBoundingClientRect().top - host.scrollTop;
  host.scrollTop += top - host.getBoundingClientRect().top;
}

function previewView(
  shown: DocumentFragment,
  problems: readonly { readonly written: string; readonly line: number; readonly why: string }[],
  onPictures: (files: readonly File[]) => void,
) {
  const choose = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    onPictures([...(input.files ?? [])]);
    input.value = "";
  };
  return html`<div class="bar">
      <label class="button"
        >Add a picture …<input class="hidden" type="file" accept=${PICTURE_TYPES} multiple @change=${choose}
      /></label>
      <span class="quiet">or drop or paste one into the text</span>
    </div>
    ${
      problems.length === 0
        ? nothing
        : html`<ul class="problems">
            ${problems.map(({ written, line, why }) => html`<li>Line ${line}, ${written}: ${why}</li>`)}
          </ul>`
    }
    <article>${shown}</article>`;
}

function textOf(workspace: Workspace): string {
  const content = workspace.read("answers.md");
  return typeof content === "string" ? content : "";
}

/** A name as it is, where it is no address. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
