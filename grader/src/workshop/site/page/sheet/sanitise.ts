import DOMPurify, { type Config } from "dompurify";

/** The address of a picture; null if the page does not have it. */
type PictureTarget = (path: string) => string | null;

const RULES: Config = {
  USE_PROFILES: { html: true, mathMl: true },
  ADD_ATTR: ["target", "tabindex"],
  FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "dialog"],
  FORBID_ATTR: ["style", "srcset", "background"],
  // DOMPurify's own, with blob: for pictures. It tests other attributes than addresses, too.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|blob):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
};

/**
 * The markup of a text that anyone may have written, without what could run or load. Pictures are those that `ofPicture`
 * finds, also where the text shows them with HTML.
 */
export function sanitise(html: string, ofPicture: PictureTarget): DocumentFragment {
  const purify = DOMPurify(window);
  purify.addHook("afterSanitizeAttributes", (element) => {
    if (element.tagName === "IMG") resolvePicture(element, ofPicture);
  });
  return purify.sanitize(html, { ...RULES, RETURN_DOM_FRAGMENT: true });
}

function resolvePicture(element: Element, ofPicture: PictureTarget): void {
  const written = element.getAttribute("src") ?? "";
  const address = ofPicture(written);
  if (address !== null) {
    element.setAttribute("src", address);
    if (!element.hasAttribute("alt")) element.setAttribute("alt", written);
    return;
  }
  const missing = element.ownerDocument.createElement("span");
  missing.className = "missing";
  missing.textContent = `There is no picture ${written}`;
  element.replaceWith(missing);
}
