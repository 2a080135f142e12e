import type { AttackFigure, Result } from "../score/result.ts";
import { visible } from "../../shared/escape.ts";
import type { accuracyPlot } from "./plots.ts";
import { toPngUri } from "./png.ts";

/** The figure of the submission's FGSM. `plot` is markup; the template must escape the other strings. */
export interface FigureView {
  /** The reason for a missing figure; null if there is one. */
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

/** The function that draws the curve. */
export type AccuracyPlot = typeof accuracyPlot;

/** Accuracy of guessing one of ten digits. */
const CHANCE = 0.1;

/** Draws a result's figure; null if the result has none. @throws RangeError if `draw` is missing */
export function figureView({ figure }: Result, draw?: AccuracyPlot): FigureView | null {
  if (figure === undefined) return null;
  const empty = { missing: null, caption: "", note: null, plot: "", stripCaption: "", digits: [] };
  if (figure.status === "missing") return { ...empty, missing: visible(figure.why) };
  if (draw === undefined) throw new RangeError("the result has a figure, but the function that draws it is missing");
  return { ...empty, ...drawn(figure, draw) };
}

/** The figure's caption in one sentence. */
export function figureCaption({ classifier, digits }: DrawnFigure): string {
  return `FGSM on ${digits} MNIST digits against ${classifier}. Worth no points.`;
}

type DrawnFigure = Extract<AttackFigure, { readonly status: "drawn" }>;

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
    stripCaption: `A digit of each class and its adversarial example at epsilon ${strip.epsilon}.`,
    digits: strip.digits.map(({ label, attacked, image, adversarial }) => ({
      label: String(label),
      attacked: String(attacked),
      isFooled: attacked !== label,
      image: toPngUri(image),
      adversarial: toPngUri(adversarial),
    })),
  };
}
