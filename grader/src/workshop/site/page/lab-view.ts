import { html, render } from "lit-html";

/** The lab page above the editor. It stays loaded when it is hidden, so that a training goes on. */
export interface LabView {
  readonly open: () => void;
}

/** @param onClose puts the focus back */
export function makeLabView(onClose: () => void): LabView {
  const view = document.createElement("section");
  view.className = "lab-view";
  view.setAttribute("aria-label", "Lab");
  view.hidden = true;
  document.body.append(view);
  const close = (): void => {
    view.hidden = true;
    onClose();
  };
  view.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  return {
    open: () => {
      // ?engine= is for the lab.
      const address = `lab/index.html${location.search}`;
      render(
        html`<header>
            <button type="button" @click=${close}>Back to the editor</button>
            <span>A training goes on while you write.</span>
          </header>
          <iframe title="Lab: attacks, curves and training with your functions" src=${address}></iframe>`,
        view,
      );
      view.hidden = false;
      view.querySelector("button")?.focus();
    },
  };
}
