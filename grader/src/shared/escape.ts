const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{3})\p{M}/gu;
/** The longest name that reports show in full. */
export const NAME_CHARACTERS = 120;
const MAX_CHARACTERS = 2000;
const MAX_LINES = 40;

// GitHub turns these into links, formulas and emoji after it has parsed the Markdown, so a backslash does not stop it:
// mentions, issues, mathematics, URLs, commits, emoji.
const LIVE_ON_GITHUB = /[@#$]|:\/\/|www\.|\bgh-\d|\b[0-9a-f]{7,}\b|:[\w+-]+:/i;

/**
 * Makes hidden characters visible, in one line: control, bidi and zero-width characters and stacked marks become [U+XXXX].
 * Every report passes text that a student may have written through this function or `visibleLines`.
 */
export function visible(text: string, maxCharacters = MAX_CHARACTERS): string {
  return clip(text, maxCharacters).replace(HIDDEN, codePointName);
}

/** Like `visible`, but keeps the line breaks of up to 40 lines. */
export function visibleLines(text: string, maxCharacters = MAX_CHARACTERS): string {
  const lines = clip(text, maxCharacters).replaceAll("\r\n", "\n").replaceAll("\t", "  ").split("\n");
  const left = lines.length - MAX_LINES;
  const shown = lines.slice(0, MAX_LINES).map((line) => line.replace(HIDDEN, codePointName));
  return [...shown, ...(left > 0 ? [`… (${left} more lines)`] : [])].join("\n");
}

/** Makes hidden characters visible, and keeps line breaks and tabs. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (character) => (/[\n\t]/.test(character) ? character : codePointName(character)));
}

/** Escapes a text for HTML, also for an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Escapes one line so that Markdown renders it as plain text: no link, image, HTML, mention or reference. */
export function escapeMarkdown(text: string): string {
  const line = visible(text).trim();
  // GFM splits table cells before it parses code spans, so a code span must not contain a pipe.
  if (line === "" || LIVE_ON_GITHUB.test(line)) return codeSpan(line.replaceAll("|", "[U+007C]"));
  return line
    .replace(/[\\`*_{}[\]<>|~&]/g, "\\$&")
    .replace(/^[!+\-=:]/, "\\$&")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

/** A Markdown code span; GitHub makes no links inside. */
export function codeSpan(text: string): string {
  const line = visible(text);
  if (line.trim() === "") return "`(empty)`";
  const fence = "`".repeat(longestBacktickRun(line) + 1);
  return fence === "`" ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

/** A Markdown code block whose fence is longer than any run of backticks in the text. */
export function codeBlock(text: string): string {
  const lines = visibleLines(text);
  const fence = "`".repeat(Math.max(3, longestBacktickRun(lines) + 1));
  return `${fence}text\n${lines}\n${fence}`;
}

/** One visible line for a terminal or GitHub's log. */
export function terminalLine(text: string, maxCharacters = MAX_CHARACTERS): string {
  return defuseCommands(visible(text, maxCharacters));
}

/** Breaks workflow commands in text for stdout: GitHub's runner obeys `::` at the start of a line and `##[` anywhere. */
export function defuseCommands(text: string): string {
  return text.replace(/:(?=:)/g, ": ").replace(/##(?=\[)/g, "## ");
}

function clip(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  // Never cut between the halves of a surrogate pair.
  const kept = text.slice(0, maxCharacters).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}… (${text.length - kept.length} more characters)`;
}

function codePointName(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}

function longestBacktickRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
