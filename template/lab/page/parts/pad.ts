import { brush, centred } from "./ink.ts";

const SIDE = 28;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/**
 * <lab-pad>: a digit drawn with mouse, pen, finger or keys. Arrows move the pen, Space lowers or lifts it, Delete clears.
 * Fires "draw" with the pixels of the digit, centred as in MNIST, and "pen" when a key moves the pen.
 */
export class PadElement extends HTMLElement {
  #ink = new Float32Array(SIDE * SIDE);
  #canvas: HTMLCanvasElement | null = null;
  #pen = { x: 14, y: 8, isDown: false, byKeys: false };

  connectedCallback(): void {
    if (this.#canvas !== null) return;
    const canvas = (this.#canvas = document.createElement("canvas"));
    canvas.width = canvas.height = SIDE;
    this.append(canvas);
    this.addEventListener("pointerdown", (event) => this.#pointerDown(event));
    this.addEventListener("pointermove", (event) => this.#pointerMove(event));
    this.addEventListener("pointerup", () => this.#lift());
    this.addEventListener("pointercancel", () => this.#lift());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("blur", () => this.#lift());
    this.#show();
  }

  clear(): void {
    this.#ink.fill(0);
    this.#tell();
  }

  #pointerDown(event: PointerEvent): void {
    this.setPointerCapture(event.pointerId);
    this.#pen = { ...this.#pointOf(event), isDown: true, byKeys: false };
    this.#stroke(this.#pen.x, this.#pen.y);
  }

  #pointerMove(event: PointerEvent): void {
    if (!this.#pen.isDown || this.#pen.byKeys) return;
    // The browser merges the events of a fast movement; the merged ones keep the stroke smooth.
    const events = event.getCoalescedEvents();
    for (const each of events.length > 0 ? events : [event]) {
      const { x, y } = this.#pointOf(each);
      this.#stroke(x, y);
    }
  }

  #pointOf({ clientX, clientY }: PointerEvent): { readonly x: number; readonly y: number } {
    const { left, top, width, height } = this.getBoundingClientRect();
    return { x: ((clientX - left) / width) * SIDE, y: ((clientY - top) / height) * SIDE };
  }

  #key(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (move === undefined && ![" ", "Enter", "Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    this.#pen.byKeys = true;
    if (event.key === "Delete" || event.key === "Backspace") return this.clear();
    if (move === undefined) this.#pen.isDown = !this.#pen.isDown;
    const [dx, dy] = move ?? [0, 0];
    const [x, y] = [clamp(this.#pen.x + dx), clamp(this.#pen.y + dy)];
    if (this.#pen.isDown) this.#stroke(x, y);
    else this.#pen = { ...this.#pen, x, y };
    this.#show();
    this.dispatchEvent(new CustomEvent("pen", { detail: this.#pen }));
  }

  #lift(): void {
    this.#pen.isDown = false;
    this.#show();
  }

  #stroke(x: number, y: number): void {
    brush(this.#ink, this.#pen, { x, y });
    this.#pen = { ...this.#pen, x, y };
    this.#tell();
  }

  #tell(): void {
    this.#show();
    this.dispatchEvent(new CustomEvent("draw", { detail: centred(this.#ink) }));
  }

  #show(): void {
    const context = this.#canvas?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(SIDE, SIDE);
    this.#ink.forEach((value, place) => image.data.set([255 * value, 255 * value, 255 * value, 255], 4 * place));
    context.putImageData(image, 0, 0);
    if (!this.#pen.byKeys) return;
    context.fillStyle = this.#pen.isDown ? "#ffb042" : "#52b0ff";
    context.fillRect(Math.floor(this.#pen.x), Math.floor(this.#pen.y), 1, 1);
  }
}

function clamp(value: number): number {
  return Math.min(SIDE - 1, Math.max(0, value));
}

customElements.define("lab-pad", PadElement);
