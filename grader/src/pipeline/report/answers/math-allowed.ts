/** The elements of a formula with their attributes. None links, loads, or has a style. */
export const MATH_ATTRIBUTES: Readonly<Record<string, string[]>> = {
  math: ["display"],
  mrow: [],
  mi: ["mathvariant"],
  mn: [],
  mo: ["fence", "form", "stretchy", "separator", "symmetric", "largeop", "movablelimits", ...sizes("l", "r")],
  mtext: [],
  ms: [],
  mspace: ["width", "height", "depth"],
  mpadded: ["width", "height", "depth", "lspace", "voffset"],
  mphantom: [],
  mstyle: ["displaystyle", "scriptlevel"],
  mfrac: ["linethickness"],
  msqrt: [],
  mroot: [],
  msub: [],
  msup: [],
  msubsup: [],
  munder: ["accentunder"],
  mover: ["accent"],
  munderover: ["accent", "accentunder"],
  mmultiscripts: [],
  mprescripts: [],
  mtable: ["displaystyle"],
  mtr: [],
  mtd: [],
  menclose: ["notation"],
};

function sizes(...sides: readonly string[]): string[] {
  return ["minsize", "maxsize", ...sides.map((side) => `${side}space`)];
}

const WORD = /^[a-z-]{1,20}$/;
const LEVEL = /^\+?[0-3]$/;
const LENGTH = /^(-?\d{1,4}(?:\.\d{1,6})?)(em|ex|pt|px|mu|)$/;
/** In em and ex, and in points and pixels: beyond, a formula covers what is around it. */
const MAX_EM = 20;
const MAX_POINTS = 200;

/** The attributes of an element of a formula whose values are words or small lengths, and its frame as a class. */
export function plainMathValues(name: string, attributes: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(attributes).filter(([key, value]) => isPlain(key, value));
  // As in \boxed: a style is not kept.
  const isBoxed = name === "mrow" && attributes.style?.includes("border:1px solid") === true;
  return { ...Object.fromEntries(kept), ...(isBoxed ? { class: "boxed" } : {}) };
}

function isPlain(key: string, value: string): boolean {
  if (key === "class") return true;
  if (key === "scriptlevel") return LEVEL.test(value);
  return WORD.test(value) || isSmall(value);
}

function isSmall(value: string): boolean {
  const [, amount, unit] = LENGTH.exec(value) ?? [];
  if (amount === undefined) return false;
  const most = unit === "em" || unit === "ex" || unit === "" ? MAX_EM : MAX_POINTS;
  return Math.abs(Number(amount)) <= most;
}
