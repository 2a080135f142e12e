import { html, nothing, type TemplateResult } from "lit-html";
import { pressInPicture, setZoom, turnPicture, zoomed } from "../actions/pictures.ts";
import type { Page } from "../page.ts";
import type { Dialog, Zoom } from "../state/state.ts";

/** A picture in its dialog: larger, turned by quarters, moved by arrows or the mouse. */
export function pictureDialog(
  { pictures, shown }: Extract<Dialog, { kind: "picture" }>,
  page: Page,
  close: () => void,
): TemplateResult {
  const picture = pictures[shown.index];
  const button = (label: string, key: string): TemplateResult =>
    html`<button type="button" @click=${() => pressInPicture(page, key)}>${label} <kbd>${key}</kbd></button>`;
  return html`<div class="picture-frame" @keydown=${(event: KeyboardEvent) => press(event, page)}>
    <h2 id="dialog-title">${picture?.alt} (${shown.index + 1} of ${pictures.length})</h2>
    <div
      class="canvas"
      tabindex="0"
      autofocus
      role="group"
      aria-label="Picture"
      @wheel=${(event: WheelEvent) => zoomByWheel(event, page)}
      @pointermove=${(event: PointerEvent) => drag(event, page)}
    >
      <img src=${picture?.src ?? ""} alt=${picture?.alt ?? ""} draggable="false" .style=${transform(shown)} />
    </div>
    <div class="buttons">
      ${button("Larger", "+")} ${button("Smaller", "-")} ${button("Turn", "r")} ${button("As it was", "0")}
      ${pictures.length < 2 ? nothing : html`<button type="button" @click=${() => turnPicture(page, 1)}>Next picture <kbd>j</kbd></button>`}
      <button type="button" @click=${close}>Close <kbd>Esc</kbd></button>
    </div>
  </div>`;
}

/** Set as a property: the page's policy allows no style attributes. */
function transform({ scale, turns, x, y }: Zoom): string {
  return `transform: translate(${x}px, ${y}px) rotate(${turns * 90}deg) scale(${scale})`;
}

function press(event: KeyboardEvent, page: Page): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (pressInPicture(page, event.key)) event.preventDefault();
}

function zoomByWheel(event: WheelEvent, page: Page): void {
  event.preventDefault();
  setZoom(page, (zoom) => zoomed(zoom, event.deltaY < 0 ? 1.1 : 1 / 1.1));
}

function drag({ buttons, movementX, movementY }: PointerEvent, page: Page): void {
  if (buttons === 1) setZoom(page, ({ x, y }) => ({ x: x + movementX, y: y + movementY }));
}
