const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;

/** The columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  return Array.from(text).reduce((columns, character) => columns + characterWidth(character), 0);
}

/** Cuts or pads a text to a number of columns; a cut shows as an ellipsis. */
export function padEnd(text: string, columns: number): string {
  const width = displayWidth(text);
  if (width <= columns) return text + " ".repeat(columns - width);
  const kept = takeColumns(text, columns - 1);
  return `${kept}…${" ".repeat(columns - 1 - displayWidth(kept))}`;
}

/** Breaks lines at spaces, or inside words that are too long, so that none takes more columns than there are. */
export function wrap(text: string, columns: number, indent: string, hangingIndent = indent): string {
  const paragraphs = text.split("\n").flatMap((line, index) => {
    const first = index === 0 ? indent : hangingIndent;
    return wrapLine(line, columns - Math.max(indent.length, hangingIndent.length)).map((part, row) => {
      return `${row === 0 ? first : hangingIndent}${part}`.trimEnd();
    });
  });
  return paragraphs.join("\n");
}

function wrapLine(line: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of line.split(" ").flatMap((each) => splitWord(each, columns))) {
    const longer = row === "" ? word : `${row} ${word}`;
    if (displayWidth(longer) <= columns) {
      row = longer;
    } else {
      rows.push(row);
      row = word;
    }
  }
  return [...rows, row];
}

function splitWord(word: string, columns: number): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  while (displayWidth(rest) > columns) {
    const part = takeColumns(rest, columns);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

function takeColumns(text: string, columns: number): string {
  let taken = "";
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    taken += character;
  }
  return taken;
}

function characterWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
