/** Limits of a text; reports would truncate a longer one. */
export interface TextLimits {
  readonly maxCharacters: number;
  readonly maxLines: number;
}

/** A comment or a reason. */
export const COMMENT_LIMITS: TextLimits = { maxCharacters: 2000, maxLines: 40 };
/** The name of a marker. */
export const MARKER_LIMITS: TextLimits = { maxCharacters: 100, maxLines: 1 };

/** What is wrong with the size of a text; null if nothing. */
export function textProblem(text: string, { maxCharacters, maxLines }: TextLimits): string | null {
  const lines = text.split("\n").length;
  if (text.length > maxCharacters) return `got ${text.length} characters, expected at most ${maxCharacters}`;
  return lines > maxLines ? `got ${lines} lines, expected at most ${maxLines}` : null;
}
