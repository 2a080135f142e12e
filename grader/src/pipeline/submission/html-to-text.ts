import { Parser } from "htmlparser2";

const BLOCK = /^(?:address|article|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul)$/;
const UNSEEN = /^(?:script|style|head|template)$/;

/** The text of a page that a student entered in an LMS, with a line for each block and Markdown's headings and pictures. */
export function htmlToText(html: string): string {
  let text = "";
  let unseen = 0;
  const parser = new Parser({
    onopentag: (name, { src = "" }) => {
      if (UNSEEN.test(name)) unseen += 1;
      if (BLOCK.test(name)) text += "\n";
      if (/^h[1-6]$/.test(name)) text += "## ";
      if (name === "li") text += "- ";
      if (name === "img") text += `![](${src})`;
    },
    ontext: (part) => {
      if (unseen === 0) text += part;
    },
    onclosetag: (name) => {
      if (UNSEEN.test(name)) unseen -= 1;
      if (BLOCK.test(name)) text += "\n";
    },
  });
  parser.end(html);
  return `${text
    .replaceAll("\u00a0", " ")
    .replaceAll(/[ \t]+\n/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
