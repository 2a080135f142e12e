/*
 * One notation for formulas in prose, LaTeX, Unicode and code: lower case, no spaces, products without a sign, "eps" for epsilon,
 * "||w||" for a norm, no index of a point or a coordinate. "x̂ = x − y·ε·w/‖w‖₂" and "x - y_i \varepsilon \frac{w}{\lVert w \rVert_2}"
 * both become "x=x-yepsw/||w||2", up to the index of the norm.
 */

type Rewriting = readonly [from: RegExp, to: string];

/** In this order. */
const REWRITINGS: readonly Rewriting[] = [
  // The beginnings of lines: comments, quotes, lists, diffs.
  [/^\s*(?:\/\*+|\*+\/|\/\/+|\*|>|\+|-(?=\s))\s?/gm, " "],
  [/&(?:minus|#8722);/g, "-"],
  [/&(?:epsilon|#949);/g, "eps"],
  // LaTeX, before \Vert and \vert become the same.
  [/\\[lr]?Vert|\\\||[‖∥]/g, "||"],
  [/\\[lr]?vert/g, "|"],
  [/\\\{/g, "("],
  [/\\\}/g, ")"],
  [/\\(?:left|right|[bB]igg?[lr]?|operatorname\*?|mathrm|mathbf|boldsymbol|text|hat|widehat|tilde|bar|[,;:! ])/g, ""],
  [/\^?\{?\\prime\}?|[′’]/g, "'"],
  [/\*\*/g, "^"],
  [/\\(?:cdot|times|odot)|[·⋅×∙*⊙]/g, ""],
  [/\\(?:neq?|not=)|!==?/g, "!="],
  [/[−–]/g, "-"],
  [/[Σ∑]/g, "sum"],
  [/\\?\b(?:var)?epsilon|[εϵ]/gi, "eps"],
  [/α|\\?\balpha/gi, "alpha"],
  [/δ|\\?\bdelta/gi, "delta"],
  [/_\{?\\?inf(?:ty|inity)?\}?|_\{?∞\}?/gi, "_inf"],
  [/_\{([a-z0-9*]+)\}/gi, "_$1"],
  [/\\ell\b/g, "l"],
  [/\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1/$2"],
  [/\\sqrt\[(\w)\]\s*\{?(\w)\}?/g, "$2^(1/$1)"],
  [/\\max|\bMath\.max|\btf\.maximum|\bmaximum\b/g, "max"],
  [/\\min|\bMath\.min|\btf\.minimum/g, "min"],
  [/\bsgn\b|\\sgn|\bMath\.sign|\btf\.sign/gi, "sign"],
  // Norms in code.
  [/\b(\w+)\.norm\(\s*\d?\s*\)/g, "||$1||"],
  [/(?:\b[\w.]+\.)?\bnorm\(\s*(\w+)\s*(?:,[^()]*)?\)/g, "||$1||"],
  [/Math\.hypot\(\.\.\.(\w+)(?:\.dataSync\(\))?\)/g, "||$1||"],
  [/tf\.sqrt\(tf\.sum\(tf\.square\((\w+)\)\)\)|tf\.sum\(tf\.abs\((\w+)\)\)/g, "||$1$2||"],
  // A method call is a product, a sum or a difference like any other.
  [/(?:\btf)?\.?\bmul\(|\.times\(/g, "("],
  [/\bpow\(\s*(\w+)\s*,/g, "$1^("],
  // Indices of points and coordinates.
  [/_(?:ij|i|j|k|t)(?![a-z0-9])/gi, ""],
  [/[{}$`\\\s]/g, ""],
];

/** A text in the notation above. */
export function toFormula(text: string): string {
  // NFKD takes hats off and makes ₂ a 2.
  const plain = text.replaceAll("≠", "!=").normalize("NFKD").replace(/\p{M}/gu, "");
  return REWRITINGS.reduce((result, [from, to]) => result.replace(from, to), plain).toLowerCase();
}
