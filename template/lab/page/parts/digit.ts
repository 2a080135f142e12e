const SIDE = 28;

/** How pixel values become colours. */
export type DigitMode = "grey" | "change";

/**
 * <lab-digit>: 28 x 28 pixels. In mode "grey" they are in [0, 1]; in mode "change" they are in [-1, 1], drawn blue where
 * darker and orange where brighter. The aria-label describes it.
 */
export class DigitElement extends HTMLElement {
  #pixels: Float32Array | null = null;
  #mode: DigitMode = "grey";
  #canvas: HTMLCanvasElement | null = null;

  get pixels(): Float32Array | null {
    return this.#pixels;
  }

  set pixels(pixels: Float32Array | null) {
    if (pixels === this.#pixels) return;
    this.#pixels = pixels;
    this.#draw();
  }

  set mode(mode: DigitMode) {
    this.#mode = mode;
    this.#draw();
  }

  connectedCallback(): void {
    if (this.#canvas === null) {
      this.#canvas = document.createElement("canvas");
      this.#canvas.width = this.#canvas.height = SIDE;
      this.append(this.#canvas);
    }
    this.#draw();
  }

  #draw(): void {
    const context = this.#canvas?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(SIDE, SIDE);
    const colour = this.#mode === "grey" ? grey : change;
    for (let place = 0; place < SIDE * SIDE; place += 1) {
      image.data.set([...colour(this.#pixels?.[place] ?? 0), 255], 4 * place);
    }
    context.putImageData(image, 0, 0);
  }
}

function grey(value: number): readonly number[] {
  const level = Math.round(255 * value);
  return [level, level, level];
}

const NEUTRAL = [32, 36, 44];
const BRIGHTER = [255, 176, 66];
const DARKER = [82, 176, 255];

/** Dark for no change, to orange or blue, which colour-blind readers can distinguish. */
function change(value: number): readonly number[] {
  const end = value > 0 ? BRIGHTER : DARKER;
  const part = Math.min(1, Math.abs(value));
  return NEUTRAL.map((channel, place) => Math.round(channel + part * ((end[place] ?? 0) - channel)));
}

customElements.define("lab-digit", DigitElement);
