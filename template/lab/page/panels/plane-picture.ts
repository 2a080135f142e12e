import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit-html";
import { EXTENT } from "../plane-data.ts";
import type { ShownPlane } from "../state.ts";

type Point = readonly [number, number];

const SIZE = 420;
const SCALE = SIZE / (2 * EXTENT);

/** The points, the separating line, the ball around each point, and where the student's functions move it. */
export function planePicture(shown: ShownPlane): TemplateResult {
  const { points, labels } = shown.request;
  return html`<figure>
    <svg class="plane-picture" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label=${describe(shown)}>
      ${axes()} ${line(shown)} ${points.map((point) => ball(shown, point))}
      ${points.map((point, place) => moved(shown, point, place))}
      ${points.map((point, place) => mark(point, labels[place] ?? 1, "clean"))} ${fgsmPoints(shown)}
      ${shown.worst.ok ? shown.worst.value.map((point, place) => mark(point, labels[place] ?? 1, "worst")) : nothing}
    </svg>
    <figcaption class="quiet">
      ● class +1, ■ class −1; hollow marks are your worst points. The solid line is <i>w·x</i> = 0, the dashed lines
      have margin 1.${shown.request.norm === "linf" && shown.fgsm.ok ? " Crosses are the points of your FGSM." : ""}
    </figcaption>
  </figure>`;
}

function describe({ request, worst }: ShownPlane): string {
  const { points, labels, w } = request;
  const count = (moved: readonly Point[]) =>
    moved.filter(([x, y], place) => (labels[place] ?? 1) * (w[0] * x + w[1] * y) <= 0).length;
  const after = worst.ok ? `, and ${count(worst.value)} at their worst points` : "";
  return `${points.length} points in the plane; ${count(points)} are on the wrong side of the line${after}`;
}

function axes(): SVGTemplateResult {
  const middle = SIZE / 2;
  return svg`<line class="grid" x1="0" x2=${SIZE} y1=${middle} y2=${middle} /><line class="grid" y1="0" y2=${SIZE} x1=${middle} x2=${middle} />`;
}

/** The line w·x = 0 and the two lines with margin 1. */
function line({ request: { w } }: ShownPlane): readonly SVGTemplateResult[] {
  const squared = w[0] * w[0] + w[1] * w[1];
  const far = (2 * EXTENT) / Math.sqrt(squared);
  return [0, 1, -1].map((value) => {
    const [x, y] = [(value * w[0]) / squared, (value * w[1]) / squared];
    const [start, end] = [at([x - far * w[1], y + far * w[0]]), at([x + far * w[1], y - far * w[0]])];
    return svg`<line class=${value === 0 ? "separator" : "margin"} x1=${start[0]} y1=${start[1]} x2=${end[0]} y2=${end[1]} />`;
  });
}

function ball({ request: { norm, epsilon } }: ShownPlane, point: Point): SVGTemplateResult {
  const [[x, y], radius] = [at(point), epsilon * SCALE];
  if (norm === "l2") return svg`<circle class="ball" cx=${x} cy=${y} r=${radius} />`;
  return svg`<rect class="ball" x=${x - radius} y=${y - radius} width=${2 * radius} height=${2 * radius} />`;
}

/** Crosses where FGSM moves the points. Only with squares: FGSM attacks in l_inf. */
function fgsmPoints({ request, fgsm }: ShownPlane): readonly SVGTemplateResult[] {
  if (request.norm !== "linf" || !fgsm.ok) return [];
  return fgsm.value.map((point) => {
    const [x, y] = at(point);
    return svg`<path class="fgsm-point" d="M${x - 7} ${y - 7}l14 14m0 -14l-14 14" />`;
  });
}

function moved({ worst }: ShownPlane, from: Point, place: number): SVGTemplateResult {
  const to = worst.ok ? worst.value[place] : undefined;
  if (to === undefined) return svg``;
  const [[x1, y1], [x2, y2]] = [at(from), at(to)];
  return svg`<line class="moved" x1=${x1} y1=${y1} x2=${x2} y2=${y2} />`;
}

function mark(point: Point, label: number, kind: "clean" | "worst"): SVGTemplateResult {
  const [x, y] = at(point);
  const classes = `${kind} ${label > 0 ? "positive" : "negative"}`;
  if (label > 0) return svg`<circle class=${classes} cx=${x} cy=${y} r="5" />`;
  return svg`<rect class=${classes} x=${x - 4.5} y=${y - 4.5} width="9" height="9" />`;
}

/** Converts coordinates of the plane to the picture's, in which y points down. */
function at([x, y]: Point): Point {
  return [SIZE / 2 + x * SCALE, SIZE / 2 - y * SCALE];
}
