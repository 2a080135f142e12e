import { createHash } from "node:crypto";
import type { JudgedCheck } from "../../judge/judgement.ts";
import { markResult, type QuestionMarks } from "../../score/add-marks.ts";
import type { AttackFigure, Result } from "../../score/result.ts";
import type { RubricEntry } from "../../score/rubric-entry.ts";
import { graderFault, score, submissionError, type RunFacts } from "../../score/score.ts";
import { SAMPLE_QUESTIONS } from "../../score/testing/sample-questions.ts";

/* A result for each outcome, for tests of the reports. The rubric is invented, so goldens do not change with the real one. */

const SAMPLE_RUBRIC: readonly RubricEntry[] = [
  entry("1.1", "hingeLoss", "The hinge loss is max(0, 1 - z)", 8, "Where is the loss flat?"),
  entry("1.1", "logisticLoss", "The logistic loss stays finite at z = -200", 6, "What is exp(200) in float32?"),
  entry("1.2", "innerMaximumL2", "The l2 inner maximum is l(y w·x - eps ||w||_2)", 12, "Which norm is dual to l2?"),
  entry("1.3", "innerMaximiserL2", "The l2 maximiser moves against y w", 14, "Which way does the margin fall fastest?"),
  entry("1.3", "innerMaximiserL2-zero", "The l2 maximiser is feasible at w = 0", 4, "What is 0 / 0?"),
  entry("1.4", "robustHingeBound", "The bound is mean max(0, 1 - m) + eps ||w||_2", 10, "Which term is constant in x?"),
  entry(
    "2.4",
    "fgsm",
    "FGSM moves each pixel by eps times the sign of the gradient",
    20,
    "Gradient with respect to what?",
  ),
  entry("2.4", "fgsm-box", "FGSM stays in [0, 1]", 6, "Clip the image, not the perturbation."),
  entry("2.8", "pgd", "Every iterate of PGD is in the ball around the original image", 20, "Project onto which ball?"),
];

const FACTS: RunFacts = {
  submission: { name: "ada-lovelace", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
  grader: { version: "0.1.0", engine: "wasm", isolation: "bubblewrap", seed: 42, node: "20.20.0" },
  written: SAMPLE_QUESTIONS,
  integrity: [],
  warnings: [],
  durationMs: 12_345,
};

const MISTAKES: ReadonlyMap<string, string> = new Map([
  [
    "1.3-innerMaximiserL2",
    [
      "asked: innerMaximiserL2 with w [5], x [7, 5], y [7], epsilon 0.3",
      "shape: [7, 5], as expected",
      "value: largest difference 0.583 at [3, 1], tolerance 1e-4; 15 of 35 values are too far off",
    ].join("\n"),
  ],
  [
    "2.8-pgd",
    "asked: pgd with images [4, 6, 6, 1], epsilon 0.3, 5 steps\nshape: [24, 6], expected [4, 6, 6, 1]\nvalue: not compared, because the shape is wrong",
  ],
]);

const MISCONCEPTIONS = new Map([
  [
    "1.3-innerMaximiserL2",
    { id: "maximiser-y-missing", explanation: "y is missing from the direction, so both labels move the same way." },
  ],
]);

const PATTERNS = new Map([
  ["2.8-pgd", { id: "pgd-too-far", explanation: "the answer moves too far, only for a batch of one." }],
]);

const MARKS: ReadonlyMap<string, QuestionMarks> = new Map([
  marks("W1", [1, 1, 0, 1], { comment: "For w = 0 every point is a maximiser.\nThe rest is clear.", marker: "Grace" }),
  marks("W2", [1, 1, 1, 1], { marker: "Grace" }),
  marks("W3", [0, 0, 0, 0], { comment: "No answer was handed in." }),
  marks("W4", [1, 0, 1, 1]),
  marks("W5", [1, 1, 0, 0], { comment: "Which signs?", marker: "Alan" }),
]);
// W1 marked, W2 half marked, W3 with a comment only.
const SOME_MARKS: ReadonlyMap<string, QuestionMarks> = new Map([
  marks("W1", [1, 1, 0, 1], { marker: "Grace" }),
  marks("W2", [1, null, 0, null], { comment: "To be read again.", marker: "Grace" }),
  marks("W3", [], { comment: "Illegible: please send it once more." }),
]);

const NASTY =
  "<script>alert(1)</script><svg onload=alert(1)> [a](javascript:alert(1)) ![i](https://evil.example/i.png) @octocat #1 " +
  "https://evil.example www.evil.example {{constructor}} {{{x}}} `code` | cell | \u001b[31mred\u001b[0m \u202Egnp.exe\u2069 " +
  "zero\u200Bwidth *bold* <style>*{display:none}</style>";
const NASTY_LINES = `::error file=a::forged\n##[error]forged\n\`\`\`\n# heading\n<b>\n::set-output name=score::100\n${"A".repeat(3000)}`;

const SOME_FAILED = score(SAMPLE_RUBRIC, judged(MISTAKES), {
  ...FACTS,
  misconceptions: MISCONCEPTIONS,
  patterns: PATTERNS,
  printed: "epsilon 0.3\nepsilon 0.1\n",
});

const byte = (index: number): string => Buffer.alloc(28 * 28, (index * 25) % 256).toString("base64");
const FIGURE: AttackFigure = {
  status: "drawn",
  classifier: "logistic regression",
  digits: 200,
  curve: [
    { epsilon: 0, accuracy: 0.91, reference: 0.91 },
    { epsilon: 0.1, accuracy: 0.3, reference: 0.16 },
    { epsilon: 0.2, accuracy: 0.1, reference: 0 },
  ],
  note: "At epsilon 0.1 a pixel moved by 0.20: this attack may do more than the reference's.",
  strip: {
    epsilon: 0.1,
    digits: [3, 8].map((label) => {
      return { label, prediction: label, attacked: 8, image: byte(label), adversarial: byte(label + 1) };
    }),
  },
};

const ANSWERS = {
  texts: new Map([
    [
      "W1",
      "By **Cauchy-Schwarz**, $w \\cdot \\delta \\ge -\\varepsilon \\lVert w \\rVert_2$.\n\n![](figures/ball.png)",
    ],
    ["W2", ""],
    ["W3", `See W1.\n\n${"The sign of the gradient is the sign of $w$. ".repeat(70)}`],
  ]),
  whole: "# Answers\n\nW4 and W5 are somewhere.",
};
/** Answers with a picture, a document, and remarks on the whole. */
function answered(): Result {
  const result = score(SAMPLE_RUBRIC, judged(MISTAKES), {
    ...FACTS,
    answers: ANSWERS,
    pictures: [{ path: "figures/ball.png", file: "answers-picture-1.png" }],
    documents: [{ path: "answers.pdf", file: "answers-document-1.pdf" }],
  });
  const marked = markResult(result, SAMPLE_QUESTIONS, MARKS);
  const adjustment = { points: -1.5, reason: "Two pages were missing." };
  return { ...marked, adjustment, comment: "Well done: $\\nabla$ is right.\nSee W1." };
}

/** A result for each outcome, by the name of its folder of goldens. */
export const SAMPLE_RESULTS: Readonly<Record<string, Result>> = {
  "all-passed": score(SAMPLE_RUBRIC, judged(new Map()), { ...FACTS, figure: FIGURE }),
  "some-failed": SOME_FAILED,
  partial: score(SAMPLE_RUBRIC, judged(MISTAKES), {
    ...FACTS,
    only: ["1.3", "2.4-fgsm"],
    figure: { status: "missing", why: "It appears here when exercise 2.4 works." },
  }),
  "submission-error": submissionError(SAMPLE_RUBRIC, "The folder holds no src/ with TypeScript files.", {
    ...FACTS,
    submission: { name: "empty", sha256: null },
  }),
  "grader-fault": graderFault(SAMPLE_RUBRIC, "checks without a verdict: 2.8-pgd", FACTS),
  marked: markResult(SOME_FAILED, SAMPLE_QUESTIONS, MARKS),
  answered: answered(),
  "partly-marked": markResult(SOME_FAILED, SAMPLE_QUESTIONS, SOME_MARKS),
  hostile: hostileResult(NASTY, NASTY_LINES),
};

/** A result that fails the given checks of the sample rubric, each with the id of a misconception or null. */
export function sampleResult(
  name: string,
  failing: Readonly<Record<string, string | null>>,
  facts: Partial<RunFacts> = {},
): Result {
  const mistakes = Object.entries(failing).flatMap(([id, mistake]) => {
    return mistake === null
      ? []
      : [[id, { id: mistake, explanation: `${mistake}, in the words of a sample.` }] as const];
  });
  const messages = new Map(Object.keys(failing).map((id) => [id, "value: too far off"]));
  const sha256 = createHash("sha256").update(name).digest("hex");
  return score(SAMPLE_RUBRIC, judged(messages), {
    ...FACTS,
    submission: { name, sha256 },
    misconceptions: new Map(mistakes),
    ...facts,
  });
}

/** A result with hostile texts wherever a student or a marker can write. */
export function hostileResult(name: string, message: string): Result {
  const messages = new Map(SAMPLE_RUBRIC.map(({ id }) => [id, message] as const).slice(0, 3));
  const [first = "", second = ""] = SAMPLE_RUBRIC.map(({ id }) => id);
  const result = score(SAMPLE_RUBRIC, judged(messages), {
    ...FACTS,
    submission: { name, sha256: null },
    grader: { ...FACTS.grader, isolation: "node" },
    integrity: [name],
    printed: `${name}\n${message}`,
    pictures: [
      { path: name === "" ? " " : name, file: "answers-picture-1.png" },
      { path: "figures/gone.jpg", file: "answers-picture-2.jpg" },
    ],
    warnings: ["Isolation is the weaker level: bubblewrap is not installed.", name],
    misconceptions: new Map([[first, { id: "echo", explanation: name }]]),
    patterns: new Map([[second, { id: "echo", explanation: name }]]),
  });
  // The schema of results does not allow empty strings here.
  const remarks = { comment: message === "" ? " " : message, marker: name === "" ? " " : name };
  return markResult(result, SAMPLE_QUESTIONS, new Map([marks("W1", [1, null], remarks)]));
}

function marks(
  id: string,
  points: readonly (number | null)[],
  remarks: Omit<QuestionMarks, "points"> = {},
): readonly [string, QuestionMarks] {
  const criteria = SAMPLE_QUESTIONS.find((question) => question.id === id)?.criteria ?? [];
  return [id, { points: new Map(criteria.map((each, index) => [each.id, points[index] ?? null])), ...remarks }];
}

function entry(exercise: string, functionName: string, title: string, points: number, hint: string): RubricEntry {
  return { id: `${exercise}-${functionName}`, exercise, functionName, title, points, hint };
}

function judged(messages: ReadonlyMap<string, string>) {
  const verdicts = SAMPLE_RUBRIC.map(({ id }): JudgedCheck => {
    const message = messages.get(id);
    if (message === undefined) return { id, verdict: "passed", durationMs: 10 };
    return { id, verdict: "failed", message, durationMs: 10 };
  });
  return { status: "judged", verdicts, integrity: [] } as const;
}
