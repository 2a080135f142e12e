import { html, nothing, render } from "lit-html";
import type { HandIn } from "../handin/hand-in.ts";

/** Shows what is unfinished and offers the zip. None of it stops a student from handing in. */
export function showHandIn(handIn: HandIn | { readonly problem: string }, link: string | null): void {
  const dialog = document.createElement("dialog");
  dialog.className = "hand-in";
  dialog.setAttribute("aria-label", "Hand in");
  dialog.addEventListener("close", () => dialog.remove());
  const buttons = html`${
      "zip" in handIn
        ? html`<button type="button" autofocus @click=${() => download(handIn)}>Download ${handIn.name}</button>`
        : nothing
    }
    ${link === null ? nothing : html`<a href=${link} target="_blank" rel="noopener">Hand it in here</a>`}
    <button type="button" @click=${() => dialog.close()}>Close</button>`;
  render(
    html`<h2>Hand in</h2>
      ${
        "zip" in handIn
          ? html`${handIn.sections.map((lines) => html`<pre>${lines.join("\n")}</pre>`)}
              <p>${handIn.name} has ${handIn.paths.length} files. Download it, then hand it in.</p>`
          : html`<p role="alert">${handIn.problem}</p>`
      }
      <div class="buttons">${buttons}</div>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
}

function download({ name, zip }: HandIn): void {
  const url = URL.createObjectURL(new Blob([zip as BlobPart], { type: "application/zip" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The download may begin later than this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
