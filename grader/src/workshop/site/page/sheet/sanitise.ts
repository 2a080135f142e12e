import DOMPurify from "dompurify";

/** The markup of a text that anyone may have written, without what could run or load. */
export function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true, mathMl: true },
    ADD_ATTR: ["target", "tabindex"],
    FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "dialog"],
    // DOMPurify's own, with blob: for pictures. It tests other attributes than addresses, too.
    ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|blob):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
    RETURN_DOM_FRAGMENT: true,
  });
}
