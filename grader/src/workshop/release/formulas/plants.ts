import { isSet, randomFrom } from "@robustness-lab/fixtures";
import type { Files } from "../contents.ts";
import { findFormulas } from "./find-formulas.ts";

/** A closed form in the words and signs that somebody could use, and the exercises whose formula it is. */
export interface FormulaPlant {
  readonly exercise: string;
  readonly text: string;
}

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  "1.1": [
    "log(1 + exp(-z)) = max(0, -z) + log(1 + exp(-|z|))",
    "$\\max(0, -z) + \\log(1 + e^{-|z|})$ takes no exponential of a positive number",
    "return tf.softplus(tf.neg(margins));",
  ],
  "1.2, 1.4, 1.5": [
    "m - eps||w||_2",
    "the smallest margin is m − ε‖w‖₂",
    "$y w \\cdot x - \\varepsilon \\lVert w \\rVert_2$",
    "the loss at `m - epsilon ||w||`",
    "l(y_i w·x_i - epsilon * ||w||_1), with the dual norm",
    "$\\ell(m_i - \\epsilon \\| w \\|_1)$",
    "mean max(0, 1 - m + epsilon * norm(w))",
    "tf.sub(margins, tf.mul(epsilon, tf.norm(w)))",
    "margins.sub(w.norm().mul(epsilon))",
    "the hinge loss plus epsilon times the l2 norm of w",
    "the penalty is the norm of w times epsilon",
    "m − ε Σ_j |w_j|",
    "m - eps * np.linalg.norm(w)",
    "const b = epsilon * Math.hypot(...w.dataSync());",
    "tf.mul(epsilon, tf.sqrt(tf.sum(tf.square(w))))",
    "$\\varepsilon \\cdot \\left\\| w \\right\\|_{2}$",
    "// the margin falls by epsilon *\n// ||w||_2",
  ],
  "1.3": [
    "x - y eps w/||w||",
    "x̂_i = x_i − y_i ε w / ‖w‖₂",
    "$\\hat x_i = x_i - y_i \\varepsilon \\frac{w}{\\lVert w \\rVert_2}$",
    "against y times w divided by its norm",
    "tf.div(w, tf.norm(w))",
  ],
  "1.4": [
    "mean min(eps ||w||, max(0, m - 1))",
    "the slack is $\\frac{1}{n} \\sum_i \\min\\{\\varepsilon \\lVert w \\rVert_2, \\max(0, m_i - 1)\\}$",
    "min(b, m - 1)",
    "tf.minimum(b, tf.sub(margins, 1))",
  ],
  "1.5, 1.6": [
    "x - y eps sign(w)",
    "x_i − y_i ε sgn(w)",
    "$x_i - \\varepsilon y_i \\operatorname{sign}(w)$",
    "x_ij - y_i epsilon sign(w_j)",
    "FGSM gives the l_inf maximiser x_i - y_i\n * epsilon sign(w) of exercise 1.5",
    "y.mul(w.sign())",
  ],
  "1.6": [
    "true iff l'(m) != 0",
    "FGSM is the maximiser where ℓ′(m) ≠ 0",
    "if and only if $\\ell'(m_i) \\neq 0$",
    "it is the maximiser where l'(m) is not zero",
    "wherever the slope of the loss is not 0",
    "$\\ell^{\\prime}(m) < 0$",
  ],
  "2.1": [
    "log sum exp(z - max) + max",
    "use the log-sum-exp trick",
    "$\\log \\sum_k e^{z_k} = c + \\log \\sum_k \\exp(z_k - c)$",
    "subtract the largest logit first",
    "tf.logSumExp(logits, 1)",
    "z - max(z)",
  ],
  "2.6": [
    "min(1, eps/len)",
    "x + δ min(1, ε / ‖δ‖₂)",
    "$x + \\delta \\min\\left(1, \\frac{\\varepsilon}{\\lVert \\delta \\rVert_2}\\right)$",
    "the factor is epsilon / max(length, epsilon)",
    "delta * epsilon / ||delta||",
  ],
  "2.7": [
    "u^(1/d)",
    "epsilon u^{1/d}",
    "$\\varepsilon \\sqrt[d]{u}$",
    "tf.pow(u, 1 / d)",
    "u ** (1 / d)",
    "ε · u^{\\frac{1}{d}}",
    "the d-th root of a uniform number",
  ],
  "2.8": [
    "alpha sign(g)",
    "α sgn(g)",
    "$\\alpha \\operatorname{sign}(g)$",
    "alpha g / ||g||_2, with one norm for each image",
    "$\\alpha \\frac{g}{\\lVert g \\rVert_2}$",
    "α·g/‖g‖₂",
    "tf.mul(alpha, tf.sign(gradient))",
    "the gradient divided by its norm",
  ],
};

export const FORMULA_PLANTS: readonly FormulaPlant[] = Object.entries(SPELLINGS)
  .filter(([exercise]) => exercise.split(", ").every((id) => isSet({ id })))
  .flatMap(([exercise, texts]) => texts.map((text) => ({ exercise, text })));

/** Plants each formula as a line of a random file of the release. @returns descriptions of those that are not found */
export function missedFormulas(release: Files, seed: number): readonly string[] {
  const random = randomFrom(seed);
  const texts = [...release].filter(([path]) => /\.(?:ts|md|html)$/.test(path));
  return FORMULA_PLANTS.flatMap(({ exercise, text }) => {
    const [path, bytes] = texts[random.integer(0, texts.length - 1)] as [string, Uint8Array];
    const lines = Buffer.from(bytes).toString("utf8").split("\n");
    const at = random.integer(0, lines.length);
    const planted = [...lines.slice(0, at), `// ${text}`, ...lines.slice(at)].join("\n");
    const found = findFormulas({ path, bytes: Buffer.from(planted) });
    const isFound = found.some(({ resembles }) => resembles.includes(`exercise ${exercise}: `));
    return isFound ? [] : [`${text} in line ${at + 1} of ${path}`];
  });
}
