import sanitizeHtml, { type Attributes, type IOptions, type Tag } from "sanitize-html";
import { visible, visibleText } from "../../../shared/escape.ts";
import { MATH_ATTRIBUTES, plainMathValues } from "./math-allowed.ts";

/** The address of a picture; null if there is none. */
type PictureOf = (path: string) => string | null;

// Nothing in these lists runs, loads, submits, or changes what is outside of it.
const BLOCKS = ["p", "div", "h4", "h5", "h6", "hr", "br", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"];
const TABLES = ["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"];
const WORDS = ["a", "b", "strong", "i", "em", "u", "s", "del", "ins", "sub", "sup", "code", "kbd", "samp", "var", "q"];

const ATTRIBUTES: IOptions["allowedAttributes"] = {
  a: ["href", "target", "rel"],
  img: ["src", "alt"],
  ol: ["start"],
  th: ["align"],
  td: ["align"],
  div: [{ name: "tabindex", values: ["0"] }],
  pre: [{ name: "tabindex", values: ["0"] }],
  code: ["title"],
  span: ["data-missing"],
  ...MATH_ATTRIBUTES,
};

const CLASSES: IOptions["allowedClasses"] = {
  div: ["scrolls", "formula"],
  span: ["missing"],
  code: ["missing"],
  mtd: ["tml-left", "tml-right"],
  mrow: ["boxed"],
};

/** Elements below this depth lose their tags: the stack of a browser is finite, too. */
const MAX_DEPTH = 100;

/** Keeps the tags and attributes that an answer may have. Pictures are those that `pictureOf` finds. */
export function sanitise(html: string, pictureOf: PictureOf): string {
  const safe = sanitizeHtml(html, {
    allowedTags: [...BLOCKS, ...TABLES, ...WORDS, "span", "img", ...Object.keys(MATH_ATTRIBUTES)],
    allowedAttributes: ATTRIBUTES,
    allowedClasses: CLASSES,
    allowedSchemes: ["http", "https", "mailto"],
    // The addresses of pictures are ours by now.
    allowedSchemesByTag: { img: ["data", "blob"] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    // What is left out with its contents. Of all other tags only the tag is.
    nonTextTags: [
      "script",
      "style",
      "textarea",
      "option",
      "noscript",
      "xmp",
      "title",
      "iframe",
      "svg",
      "annotation-xml",
    ],
    nestingLimit: MAX_DEPTH,
    // A link without a text cannot be followed by keyboard.
    exclusiveFilter: ({ tag, text, mediaChildren }) => tag === "a" && text.trim() === "" && mediaChildren.length === 0,
    transformTags: { "*": (name, attributes) => toAllowed(name, attributes, pictureOf) },
    textFilter: (text, name) => (isMath(name) ? visibleMath(text) : visibleText(text)),
  });
  // The library adds no text to an element without any. The name is escaped already.
  return safe.replaceAll(/(<span class="missing") data-missing="([^"]*)">/g, "$1>There is no picture $2");
}

function toAllowed(name: string, attributes: Attributes, pictureOf: PictureOf): Tag {
  if (name === "img") return toPicture(attributes, pictureOf);
  if (name === "a") return toLink(attributes);
  // The headings of the page itself are above those of an answer.
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined) return { tagName: `h${Math.min(Number(level) + 3, 6)}`, attribs: {} };
  if (isMath(name)) return { tagName: name, attribs: plainMathValues(name, attributes) };
  return { tagName: name, attribs: plainValues(attributes) };
}

function toPicture({ src = "", alt = "" }: Attributes, pictureOf: PictureOf): Tag {
  const address = pictureOf(src);
  if (address !== null) return { tagName: "img", attribs: { src: address, alt: visible(alt === "" ? src : alt) } };
  return { tagName: "span", attribs: { class: "missing", "data-missing": visible(src, MAX_NAME) || "without a name" } };
}

const MAX_NAME = 200;

function toLink({ href = "" }: Attributes): Tag {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return { tagName: "span", attribs: {} };
  return { tagName: "a", attribs: { href, target: "_blank", rel: "noopener noreferrer nofollow" } };
}

function plainValues({ start, title, align, tabindex, class: name }: Attributes): Attributes {
  return {
    ...(name === undefined ? {} : { class: name }),
    ...(align === undefined ? {} : { align }),
    ...(tabindex === undefined ? {} : { tabindex }),
    ...(start !== undefined && /^\d{1,4}$/.test(start) ? { start } : {}),
    ...(title === undefined ? {} : { title: visible(title) }),
  };
}

function isMath(name: string): boolean {
  return Object.hasOwn(MATH_ATTRIBUTES, name);
}

/** Formulas have invisible operators: of a function and its argument, of factors. */
function visibleMath(text: string): string {
  return visibleText(text).replaceAll(/\[U\+(206[1-4])\]/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}
