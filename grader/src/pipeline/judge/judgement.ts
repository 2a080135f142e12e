/** What the hidden suites found. Points are not in it: they live in the rubric. */
export type Judgement = (
  | { readonly status: "judged"; readonly verdicts: readonly JudgedCheck[] }
  | { readonly status: "fault"; readonly reason: string }
) & {
  /** What the submission tried that it may not. */
  readonly integrity: readonly string[];
  /** What it printed, cut: raw, of anybody's making. */
  readonly printed?: string;
  /** What its attack does to digits, for the reader's eye: worth no points. */
  readonly figure?: AttackFigure;
};

/** The submission's FGSM on MNIST digits, measured by us; or a sentence why there is nothing to show. */
export type AttackFigure =
  | {
      readonly status: "drawn";
      /** What was attacked, in words. */
      readonly classifier: string;
      /** How many digits each accuracy is over. */
      readonly digits: number;
      /** Accuracies in [0, 1] under the submission's attack and under the reference's. */
      readonly curve: readonly { readonly epsilon: number; readonly accuracy: number; readonly reference: number }[];
      /** Why the two curves cannot be compared. */
      readonly note?: string;
      readonly strip: { readonly epsilon: number; readonly digits: readonly AttackedDigit[] };
    }
  | { readonly status: "missing"; readonly why: string };

/** One digit before and after the attack, and what the classifier takes each for. */
export interface AttackedDigit {
  readonly label: number;
  readonly prediction: number;
  readonly attacked: number;
  /** 28 x 28 bytes, row-major, 0 is black; in base64. */
  readonly image: string;
  readonly adversarial: string;
}

/** One check that was explicitly judged; its message says what was asked and what came back. */
export interface JudgedCheck {
  readonly id: string;
  readonly verdict: "passed" | "failed";
  readonly message?: string;
  readonly durationMs: number;
}
