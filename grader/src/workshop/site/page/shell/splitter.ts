import { html, type TemplateResult } from "lit-html";
import { remember, remembered } from "./memory.ts";

export interface Splitter {
  readonly label: string;
  /** The CSS variable that holds the share of the first part, in percent. */
  readonly variable: string;
  readonly axis: "x" | "y";
  readonly initial: number;
}

const [MIN, MAX, STEP] = [15, 85, 2];

/** A line between two parts that pointer and arrow keys move. The browser remembers where it stands. */
export function splitterView(splitter: Splitter): TemplateResult {
  const { label, variable, axis, initial } = splitter;
  const share = clamp(Number(remembered(variable) ?? initial));
  document.documentElement.style.setProperty(variable, `${share}%`);
  return html`<div
    class="splitter ${axis}"
    role="separator"
    tabindex="0"
    aria-label=${label}
    aria-orientation=${axis === "x" ? "vertical" : "horizontal"}
    aria-valuemin=${MIN}
    aria-valuemax=${MAX}
    aria-valuenow=${share}
    @keydown=${(event: KeyboardEvent) => onKey(event, splitter)}
    @pointerdown=${(event: PointerEvent) => elementOf(event).setPointerCapture(event.pointerId)}
    @pointermove=${(event: PointerEvent) => onMove(event, splitter)}
    @dblclick=${(event: MouseEvent) => moveTo(elementOf(event), splitter, initial)}
  ></div>`;
}

function onKey(event: KeyboardEvent, splitter: Splitter): void {
  const [less, more] = splitter.axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const element = elementOf(event);
  const now = Number(element.getAttribute("aria-valuenow"));
  const next = new Map([
    [less, now - STEP],
    [more, now + STEP],
    ["Home", MIN],
    ["End", MAX],
  ]).get(event.key);
  if (next === undefined) return;
  event.preventDefault();
  moveTo(element, splitter, next);
}

function onMove(event: PointerEvent, splitter: Splitter): void {
  const element = elementOf(event);
  if (!element.hasPointerCapture(event.pointerId)) return;
  const around = element.parentElement?.getBoundingClientRect();
  if (around === undefined) return;
  const share =
    splitter.axis === "x" ? (event.clientX - around.left) / around.width : (event.clientY - around.top) / around.height;
  moveTo(element, splitter, share * 100);
}

function moveTo(element: HTMLElement, { variable }: Splitter, share: number): void {
  const value = clamp(Math.round(share));
  document.documentElement.style.setProperty(variable, `${value}%`);
  element.setAttribute("aria-valuenow", String(value));
  remember(variable, String(value));
}

function elementOf(event: Event): HTMLElement {
  return event.currentTarget as HTMLElement;
}

function clamp(share: number): number {
  return Number.isFinite(share) ? Math.min(MAX, Math.max(MIN, share)) : 50;
}
