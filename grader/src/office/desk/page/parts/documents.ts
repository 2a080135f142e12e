import { html, nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { DeskDocument, DeskSubmission } from "../../protocol.ts";

/** Files that were handed in beside the text. A PDF is shown, at once if there is no text. */
export function documents({ key, documents: all }: DeskSubmission, isOpen: boolean): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<section class="documents" aria-label="Documents">
    ${all.map((document) => keyed(`${key}/${document.path}/${isOpen}`, one(key, document, isOpen)))}
  </section>`;
}

function one(key: string, { path, file }: DeskDocument, isOpen: boolean): TemplateResult {
  if (file === null) return html`<p class="note">${path}: open it in the folder that was handed in.</p>`;
  const address = `files/${encodeURIComponent(key)}/${encodeURIComponent(file)}`;
  const link = html`<a href=${address} target="_blank" rel="noopener">${path}</a>`;
  if (!file.toLowerCase().endsWith(".pdf")) return html`<p>${link} (opens in another program)</p>`;
  return html`<p>${link}</p>
    <details ?open=${isOpen}>
      <summary>Show ${path} here</summary>
      <iframe src=${address} title=${path} loading="lazy"></iframe>
    </details>`;
}
