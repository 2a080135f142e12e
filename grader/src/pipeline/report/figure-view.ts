import type { AttackFigure, Result } from "../score/result.ts";
import { visible } from "../../shared/escape.ts";
import type { accuracyPlot } from "./plots.ts";
import { toPngUri } from "./png.ts";

/** What the page shows of the submission's own attack; `plot` is markup, the rest text that is still to be escaped. */
export interface FigureView {
  /** Why there is no figure; null where there is one. */
  readonly missing: string | null;
  readonly caption: string;
  readonly note: string | null;
  readonly plot: string;
  readonly stripCaption: string;
  readonly digits: readonly DigitView[];
}

interface DigitView {
  readonly label: string;
  readonly attacked: string;
  readonly isFooled: boolean;
  readonly image: string;
  readonly adversarial: string;
}

/** What draws the curve. */
export type AccuracyPlot = typeof accuracyPlot;

/** The accuracy of guessing one of ten digits. */
const CHANCE = 0.1;

/** Draws a result's figure; null for a result without one. @throws RangeError for a figure and nothing to draw it with */
export function figureView({ figure }: Result, draw?: AccuracyPlot): FigureView | null {
  if (figure === undefined) return null;
  const empty = { missing: null, caption: "", note: null, plot: "", stripCaption: "", digits: [] };
  if (figure.status === "missing") return { ...empty, missing: visible(figure.why) };
  if (draw === undefined) throw new RangeError("there is a figure, and nothing to draw it with");
  return { ...empty, ...drawn(figure, draw) };
}

/** What is attacked, how often, and what the lines are, in a sentence. */
export function figureCaption({ classifier, digits }: DrawnFigure): string {
  return `FGSM on ${digits} MNIST digits against ${classifier}. Worth no points.`;
}

export type DrawnFigure = Extract<AttackFigure, { readonly status: "drawn" }>;

function drawn(figure: DrawnFigure, draw: AccuracyPlot): Partial<FigureView> {
  const { curve, note, strip } = figure;
  const text = {
    title: "Accuracy under FGSM",
    xLabel: "epsilon (pixels are in [0, 1])",
    yLabel: "accuracy (fraction)",
  };
  const series = [
    { name: "this submission", measured: curve.map(({ epsilon, accuracy }) => ({ epsilon, accuracy })) },
    {
      name: "reference (broad)",
      measured: curve.map(({ epsilon, reference }) => ({ epsilon, accuracy: reference })),
      isBackdrop: true as const,
    },
  ];
  return {
    caption: visible(figureCaption(figure)),
    note: note === undefined ? null : visible(note),
    plot: draw(series, text, CHANCE, "page"),
    stripCaption: `A digit of each class, and what the attack made of it at epsilon ${strip.epsilon}.`,
    digits: strip.digits.map(({ label, attacked, image, adversarial }) => ({
      label: String(label),
      attacked: String(attacked),
      isFooled: attacked !== label,
      image: toPngUri(image),
      adversarial: toPngUri(adversarial),
    })),
  };
}
