import type { Page } from "../page.ts";
import type { Zoom } from "../state/state.ts";

/* Pictures of an answer in a dialog: larger, turned, moved. */

const START: Omit<Zoom, "index"> = { scale: 1, turns: 0, x: 0, y: 0 };
const ZOOM = 1.25;
const [MIN_SCALE, MAX_SCALE] = [0.25, 16];
const PAN_PX = 60;

/** Opens a picture of the answer that is shown, the first one if none is named. */
export function openPicture(page: Page, element?: HTMLImageElement): void {
  const elements = [...document.querySelectorAll<HTMLImageElement>("#answer .rendered img")];
  if (elements.length === 0) return page.store.set({ notice: "No pictures in this answer." });
  const pictures = elements.map(({ src, alt }) => ({ src, alt }));
  const index = element === undefined ? 0 : Math.max(0, elements.indexOf(element));
  page.store.set({ dialog: { kind: "picture", pictures, shown: { ...START, index } } });
}

/** Changes how the picture is shown. */
export function setZoom(page: Page, change: (zoom: Zoom) => Partial<Zoom>): void {
  const { dialog } = page.store.get();
  if (dialog?.kind !== "picture") return;
  page.store.set({ dialog: { ...dialog, shown: { ...dialog.shown, ...change(dialog.shown) } } });
}

/** What a key does to the picture; false for any other key. */
export function pressInPicture(page: Page, key: string): boolean {
  const change = PICTURE_KEYS[key];
  if (change !== undefined) setZoom(page, change);
  else if (key === "j") turnPicture(page, 1);
  else if (key === "k") turnPicture(page, -1);
  else return false;
  return true;
}

const PICTURE_KEYS: Readonly<Record<string, (zoom: Zoom) => Partial<Zoom>>> = {
  "+": (zoom) => zoomed(zoom, ZOOM),
  "=": (zoom) => zoomed(zoom, ZOOM),
  "-": (zoom) => zoomed(zoom, 1 / ZOOM),
  r: ({ turns }) => ({ turns: turns + 1 }),
  "0": () => START,
  ArrowLeft: ({ x }) => ({ x: x + PAN_PX }),
  ArrowRight: ({ x }) => ({ x: x - PAN_PX }),
  ArrowUp: ({ y }) => ({ y: y + PAN_PX }),
  ArrowDown: ({ y }) => ({ y: y - PAN_PX }),
};

/** Enlarges by a factor, within limits. */
export function zoomed({ scale, x, y }: Zoom, factor: number): Partial<Zoom> {
  const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale * factor));
  return { scale: next, x: (x * next) / scale, y: (y * next) / scale };
}

/** The next picture, or the one before. */
export function turnPicture(page: Page, steps: 1 | -1): void {
  const { dialog } = page.store.get();
  if (dialog?.kind !== "picture") return;
  const count = dialog.pictures.length;
  setZoom(page, ({ index }) => ({ ...START, index: (index + steps + count) % count }));
}
