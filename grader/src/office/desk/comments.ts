/** The paragraphs of a comment. */
export function paragraphsOf(comment: string): readonly string[] {
  return comment
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
}

/** A comment with a paragraph replaced, or removed by ""; the same comment if it has no such paragraph. */
export function replaceParagraph(comment: string, from: string, to: string): string {
  const paragraphs = paragraphsOf(comment);
  const old = from.trim();
  if (!paragraphs.includes(old)) return comment;
  const replaced = paragraphs.map((paragraph) => (paragraph === old ? to.trim() : paragraph));
  return replaced.filter((paragraph) => paragraph !== "").join("\n\n");
}

/** A comment as it is written: with plain line breaks, and without control characters, which no marker types. */
export function cleanComment(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g, "")
    .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
    .trim();
}
