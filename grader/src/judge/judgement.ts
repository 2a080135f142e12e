/** What the hidden suites found. Points are not in it: they live in the rubric. */
export type Judgement = (
  | { readonly status: "judged"; readonly verdicts: readonly JudgedCheck[] }
  | { readonly status: "fault"; readonly reason: string }
) & {
  /** What the submission tried that it may not. */
  readonly integrity: readonly string[];
  /** What it printed, cut: raw, of anybody's making. */
  readonly printed?: string;
};

/** One check that was explicitly judged; its message says what was asked and what came back. */
export interface JudgedCheck {
  readonly id: string;
  readonly verdict: "passed" | "failed";
  readonly message?: string;
  readonly durationMs: number;
}
