import DOMPurify from "dompurify";

/** The markup of a text that anyone may have written, without what could run or load. */
export function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true, mathMl: true },
    ADD_ATTR: ["target"],
    FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "dialog"],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|blob:|#)/i,
    RETURN_DOM_FRAGMENT: true,
  });
}
