import { NASTY } from "../../../shared/testing/nasty.ts";

/** A draw from 0 up to `end`, without it. */
export type Draw = (end: number) => number;

/** Sentences with alternatives in brackets; an answer is a choice of them in order. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  W1: [
    "[Write|Let us write|Set|Put] $\\hat x = x + \\delta$ [with|where|for] $\\lVert \\delta \\rVert_2 \\le \\varepsilon$[.| and $m = y w \\cdot x$.]",
    "[By Cauchy-Schwarz|The Cauchy-Schwarz inequality says that|From Cauchy-Schwarz we get] $\\lvert w \\cdot \\delta \\rvert \\le \\lVert w \\rVert_2 \\lVert \\delta \\rVert_2$[.| for every $\\delta$.|, for all points of the ball.]",
    "[So|Hence|Therefore|It follows that] the margin is at least $m - \\varepsilon \\lVert w \\rVert_2$ [everywhere|in the whole ball|for all perturbations].",
    "[As|Since|Because] $\\ell$ [decreases|is decreasing|is monotone], [the loss|its value|$\\ell$] is at most $\\ell(m - \\varepsilon \\lVert w \\rVert_2)$.",
    "[Equality holds|We have equality|It is tight] [exactly for|if and only if we have|for] parallel vectors, [so take|which gives|that is] $\\delta = -y \\varepsilon w / \\lVert w \\rVert_2$.",
    "$$ \\max_{\\lVert \\delta \\rVert_2 \\le \\varepsilon} \\ell(y w \\cdot (x + \\delta)) = \\ell(y w \\cdot x - \\varepsilon \\lVert w \\rVert_2) $$",
    "[For $w = 0$|If $w = 0$|When the weights vanish] [every point is a maximiser|all points are equally bad|the margin is always 0] and the maximum is $\\ell(0)$.",
    "[We only used|The proof needs only|I used nothing but] that $\\ell$ does not increase; [convexity is not needed|it may be non-convex|nothing about smoothness].",
    "[A network|A deep model|For a network the margin] is not linear in $x$, so [the worst direction changes|no single direction is the worst|the gradient differs from point to point].",
  ],
  W2: [
    "The robust hinge is $\\frac1n \\sum_i \\max(0, 1 - m_i + \\varepsilon \\lVert w \\rVert_2)$[.|, where the norm is inside.| by W1.]",
    "[Its bound|The bound of 1.4|The upper bound] [adds|has|takes out] $\\varepsilon \\lVert w \\rVert_2$ [outside the maximum|as a penalty|as a separate term].",
    "[The SVM|A soft-margin SVM|The primal SVM] [penalises|regularises with|has] $\\lambda \\lVert w \\rVert_2^2$, [the square|a squared norm|not the norm itself].",
    "[The bound is tight|Equality holds|There is no slack] [for points with|where|if and only if] $m_i \\le 1$.",
    "[Otherwise|For the others|When $m_i > 1$] the slack is $\\min(\\varepsilon \\lVert w \\rVert_2, m_i - 1)$[.|, averaged over the points.]",
    "[Once most margins are large|Late in training|When nearly all points are safe], the bound [still shrinks|keeps shrinking|goes on to punish] $w$, [although|while|even if] the robust loss is already 0.",
    "[So the loss itself|Minimising the robust hinge|The original] [stops there|leaves them alone|has no gradient], which [is better|keeps the margin|does not sacrifice accuracy].",
    "| loss | penalty |\n|---|---|\n| robust hinge | inside |\n| SVM | $\\lVert w \\rVert_2^2$ |",
  ],
  W3: [
    "[In $\\ell_\\infty$|With the box|For the max norm] each coordinate [moves on its own|can be chosen separately|is independent].",
    "$y w \\cdot \\delta = \\sum_j y w_j \\delta_j \\ge -\\varepsilon \\sum_j \\lvert w_j \\rvert$[.| by the triangle inequality.|, coordinate by coordinate.]",
    "[The minimum is at|It is attained by|Take] $\\delta = -y \\varepsilon \\operatorname{sign}(w)$[.|, a corner of the box.| and zero where $w_j = 0$.]",
    "[The norm is|So we see|This gives] $\\lVert w \\rVert_1$, the dual [norm|of $\\ell_\\infty$|one by Hölder].",
    "FGSM [uses|moves along|takes] $\\operatorname{sign}(\\nabla_x \\ell) = \\operatorname{sign}(\\ell'(m)\\, y w)$[.|, by the chain rule.]",
    "[Since $\\ell' < 0$|As long as $\\ell'(m) \\ne 0$|If the slope is negative] [this is|we get|FGSM returns] the maximiser.",
    "[For the hinge|A counterexample is the hinge loss|With hinge] [at $m = 2$|and a point with $m > 1$|where the margin is 3] the gradient is 0 and [FGSM stays|nothing moves|$\\hat x = x$], [but the adversary could|although a large $\\varepsilon$ would|while the true maximum would] raise the loss.",
  ],
  W4: [
    "[Adversarial training|Training on FGSM examples|FGSM-AT] [costs|loses|gives up] about [one|three|two] percent of clean accuracy [and gains|for|but wins] robustness at $\\varepsilon = 0.25$.",
    "[The curve|Accuracy|Its accuracy] [falls slowly|stays above 0.7|is flat at first] [until $\\varepsilon = 0.25$|up to the training radius|while the plain LeNet collapses].",
    "[Beyond it|For larger $\\varepsilon$|At 0.3] [it drops|the model was never trained there|accuracy goes down quickly].",
    "[PGD|The iterated attack|A stronger attack] [takes several steps|projects after each step|starts at random] and [finds worse points|is never weaker in practice|uncovers gradient masking].",
    "[So FGSM accuracy|What FGSM shows|One step] is [only an upper bound|no guarantee|optimistic] [for|on|of] robust accuracy.",
    "```ts\nfor (let step = 0; step < steps; step += 1) {\n  x = project(x.add(gradient.sign().mul(alpha)));\n}\n```",
    "[I measured|My run gave|We saw] $0.9[1|2|3]$ at $\\varepsilon = 0$ and $0.[6|7][1|4|8]$ at $\\varepsilon = [0.2|0.25|0.3]$.",
  ],
  W5: [
    "[A certificate|A proof of robustness|Certified accuracy] is [a lower bound|a guarantee|valid for every attack], [an attack|PGD|a search] [gives an upper bound|only shows failures|never proves anything].",
    "[Both|The two] [together|taken together] [enclose|bracket|bound] the true robust accuracy.",
    "[For a linear model|With W1|For logistic regression] they [coincide|agree|are equal], [because|since|as] the inner maximum [has a closed form|is known|is exact].",
    "$$ \\mathrm{acc}_{\\mathrm{cert}}(\\varepsilon) \\le \\mathrm{acc}_{\\mathrm{rob}}(\\varepsilon) \\le \\mathrm{acc}_{\\mathrm{PGD}}(\\varepsilon) $$",
    "[A Lipschitz bound|The product of the spectral norms|Bounding each layer] [is loose|multiplies up|overestimates] for [deep networks|many layers|a LeNet].",
    "[In practice|For a user|In a safety case] [I would report|one should give|it matters to state] [both numbers|the threat model and $\\varepsilon$|the attack and its budget].",
    "- [images|pixels] in $[0, 1]$\n- $\\varepsilon$ [fixed|chosen] beforehand\n- [ten|twenty|forty] restarts",
  ],
};

const OPENINGS = [
  "",
  "",
  "I think that this works as follows. ",
  "Answer. ",
  "We discussed this in the exercise class. ",
];
const ASIDES = [
  "This took me a while to see.",
  "See also the lecture notes, section [2|3|4].[1|2|3].",
  "I checked it with a small example in [two|three] dimensions.",
  "(The [sign|constant|factor] [is|was] the part where I was [unsure|stuck|wrong at first].)",
  "Compare figure [1|2|3].",
  "That is [all|the whole argument|what was to be shown].",
];

/** An answer that looks like a student's. */
export function answerTo(question: string, draw: Draw): string {
  const sentences = (SENTENCES[question] ?? []).filter(() => draw(4) > 0);
  const lines = sentences.flatMap((sentence) => [
    fill(sentence, draw),
    ...(draw(3) === 0 ? [fill(ASIDES[draw(ASIDES.length)] ?? "", draw)] : []),
  ]);
  return (OPENINGS[draw(OPENINGS.length)] ?? "") + lines.join(draw(2) === 0 ? "\n" : "\n\n");
}

/** The text with a few words changed, as somebody does who copies. */
export function smallEdit(text: string, draw: Draw): string {
  const words = text.split(" ");
  const place = draw(Math.max(1, words.length));
  const changed = words.map((word, index) => (index === place ? `really ${word}` : word)).join(" ");
  return text === "" ? "" : `${changed.replaceAll("maximum", "max.")}\n`;
}

function fill(sentence: string, draw: Draw): string {
  return sentence.replaceAll(/\[([^\][]*\|[^\][]*)\]/g, (_, choices: string) => {
    const options = choices.split("|");
    return options[draw(options.length)] ?? "";
  });
}

/** Answers of somebody who tries what a page does with them. */
export const HOSTILE_ANSWERS: readonly string[] = [
  ...NASTY,
  "$\\href{javascript:alert(1)}{x}$ $$\\def\\a{\\a\\a}\\a$$ $\\includegraphics{https://evil.example/x.png}$",
  `${"> ".repeat(2000)}deep`,
  `<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>`,
  `![x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) [y](&#106;avascript:alert(1))`,
  `$${"{".repeat(500)}x${"}".repeat(500)}$ $\\rule{9999em}{9999em}$ $\\color{transparent} hidden$`,
];
