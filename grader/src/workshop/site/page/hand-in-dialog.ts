import { html, nothing, render, type TemplateResult } from "lit-html";
import type { HandIn } from "../handin/hand-in.ts";

type Found = HandIn | { readonly problem: string };

/** Runs the public tests, then shows what is unfinished and offers the zip. None of it stops a student from handing in. */
export function showHandIn(find: () => Promise<Found>, link: string | null): void {
  const dialog = document.createElement("dialog");
  dialog.className = "hand-in";
  dialog.setAttribute("aria-label", "Hand in");
  dialog.addEventListener("close", () => dialog.remove());
  const draw = (found: Found | null): unknown =>
    render(
      dialogView(found, link, () => dialog.close()),
      dialog,
    );
  draw(null);
  document.body.append(dialog);
  dialog.showModal();
  void find().then((found) => {
    draw(found);
    dialog.querySelector<HTMLElement>("[autofocus]")?.focus();
  });
}

/** @param found null as long as the tests run */
function dialogView(found: Found | null, link: string | null, close: () => void): TemplateResult {
  const isPacked = found !== null && "zip" in found;
  return html`<h2>Hand in</h2>
    <div role="status">${found === null ? html`<p>Running the public tests …</p>` : findingsView(found)}</div>
    <div class="buttons">
      ${
        isPacked
          ? html`<button type="button" autofocus @click=${() => download(found)}>Download ${found.name}</button>`
          : nothing
      }
      ${link === null ? nothing : html`<a href=${link} target="_blank" rel="noopener">Hand it in here</a>`}
      <button type="button" @click=${close}>Close</button>
    </div>`;
}

function findingsView(found: Found): TemplateResult {
  if ("problem" in found) return html`<p role="alert">${found.problem}</p>`;
  return html`${found.sections.map((lines) => html`<pre>${lines.join("\n")}</pre>`)}
    <p>${found.name} has ${found.paths.length} files. Download it, then hand it in.</p>`;
}

function download({ name, zip }: HandIn): void {
  const url = URL.createObjectURL(new Blob([zip as BlobPart], { type: "application/zip" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The download may begin later than this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
