import { html, render, type TemplateResult } from "lit-html";

export interface Message {
  readonly title: string;
  readonly body: TemplateResult;
  /** The text of the button that does it, and what it does. */
  readonly action: { readonly title: string; readonly run: () => void } | null;
}

/** Shows a dialog that the user closes, or confirms. */
export function showMessage({ title, body, action }: Message): void {
  const dialog = document.createElement("dialog");
  dialog.className = "message";
  const confirm = (): void => {
    dialog.close();
    action?.run();
  };
  dialog.setAttribute("aria-label", title);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  render(
    html`<h2>${title}</h2>
      ${body}
      <p class="buttons">
        ${action === null ? "" : html`<button type="button" class="primary" autofocus @click=${confirm}>${action.title}</button>`}
        <button type="button" @click=${() => dialog.close()}>Close</button>
      </p>`,
    dialog,
  );
  dialog.showModal();
}
