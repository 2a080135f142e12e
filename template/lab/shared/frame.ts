/** A source line with a caret under its column (counted from 0), and the lines before and after it. */
export function frameOf(text: string, line: number, column: number): string {
  const lines = text.split("\n");
  const width = String(line + 1).length;
  const show = (number: number): string => `${String(number).padStart(width)} | ${lines[number - 1] ?? ""}`;
  const caret = `${" ".repeat(width)} | ${" ".repeat(column)}^`;
  const [before, after] = [line > 1 ? [show(line - 1)] : [], line < lines.length ? [show(line + 1)] : []];
  return [...before, show(line), caret, ...after].join("\n");
}
