import { html, render } from "lit-html";
import type { Version } from "./workspace.ts";

interface HistoryParts {
  readonly path: string;
  readonly now: string;
  readonly version: Version;
  /** The student wants the text of then. */
  readonly onBack: () => void;
}

/** Shows what going back to an earlier text of a file would change, before anything does. */
export async function showVersion({ path, now, version, onBack }: HistoryParts): Promise<void> {
  // Few students look into the history, so the first visit does not load it.
  const { makeDiffView } = await import("./editor/diff-view.ts");
  const time = new Date(version.at).toLocaleString();
  const dialog = document.createElement("dialog");
  dialog.className = "history";
  dialog.setAttribute("aria-label", `${path} at ${time}`);
  const goBack = (): void => {
    dialog.close();
    onBack();
  };
  render(
    html`<h2>${path} at ${time}</h2>
      <p>
        ${now === version.text ? "It is the text of now." : "Going back removes the red lines and brings the green ones."}
      </p>
      <div class="diff-view"></div>
      <div class="buttons">
        <button type="button" autofocus @click=${goBack}>Go back to this text</button>
        <button type="button" @click=${() => dialog.close()}>Close</button>
      </div>`,
    dialog,
  );
  document.body.append(dialog);
  const view = makeDiffView(dialog.querySelector(".diff-view") ?? dialog, now, version.text);
  dialog.addEventListener("close", () => {
    view.destroy();
    dialog.remove();
  });
  dialog.showModal();
}
