/** The findings of the hidden suites. Points are in the rubric. */
export type Judgement = (
  | { readonly status: "judged"; readonly verdicts: readonly JudgedCheck[] }
  | { readonly status: "fault"; readonly reason: string }
) & {
  /** Forbidden actions that the submission attempted. */
  readonly integrity: readonly string[];
  /** The submission's output, cut to a limit. Untrusted text. */
  readonly printed?: string;
  /** Its attack on digits, for the report; worth no points. */
  readonly figure?: AttackFigure;
};

/** Findings about a submission besides its verdicts. */
export interface Closing {
  /** Forbidden actions that it attempted. */
  readonly integrity: readonly string[];
  /** Its output, cut to a limit. */
  readonly printed: string;
  readonly figure?: AttackFigure;
}

/** The submission's FGSM on MNIST digits, measured by the judge; or the reason why there is nothing to show. */
export type AttackFigure =
  | {
      readonly status: "drawn";
      /** The attacked classifier, in words. */
      readonly classifier: string;
      /** The number of digits behind each accuracy. */
      readonly digits: number;
      /** Accuracies in [0, 1] under the submission's attack and under the reference's. */
      readonly curve: readonly { readonly epsilon: number; readonly accuracy: number; readonly reference: number }[];
      /** Why the two curves cannot be compared. */
      readonly note?: string;
      readonly strip: { readonly epsilon: number; readonly digits: readonly AttackedDigit[] };
    }
  | { readonly status: "missing"; readonly why: string };

/** One digit before and after the attack, with the classifier's predictions. */
export interface AttackedDigit {
  readonly label: number;
  readonly prediction: number;
  readonly attacked: number;
  /** 28 x 28 bytes in base64, row-major, 0 is black. */
  readonly image: string;
  readonly adversarial: string;
}

/** The verdict of one check. Its message describes the call and its result. */
export interface JudgedCheck {
  readonly id: string;
  readonly verdict: "passed" | "failed";
  readonly message?: string;
  /** It failed because the function threw, is missing, or was stopped. */
  readonly hasNoAnswer?: true;
  readonly durationMs: number;
}
