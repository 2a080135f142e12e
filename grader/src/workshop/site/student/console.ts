import type { OutputLine } from "../page/workspace.ts";

/** A flood of output must not fill the page. */
const MAX_LINES = 1000;
const MAX_CHARACTERS = 200_000;
const MAX_LINE_CHARACTERS = 10_000;

const KINDS = { log: "log", info: "log", debug: "log", table: "log", warn: "warn", error: "error" } as const;

/** Sends what the student's code prints to the page, up to a limit. @param show renders a value */
export function takeConsole(show: (value: unknown) => string, send: (line: OutputLine) => void): void {
  let [lines, characters] = [0, 0];
  const write = (kind: OutputLine["kind"], values: readonly unknown[]): void => {
    // Rendering a value takes much longer than leaving it out.
    if (lines > MAX_LINES || characters > MAX_CHARACTERS) return;
    const text = values.map((value) => (typeof value === "string" ? value : show(value))).join(" ");
    const cut = text.length > MAX_LINE_CHARACTERS ? `${text.slice(0, MAX_LINE_CHARACTERS)} …` : text;
    [lines, characters] = [lines + 1, characters + cut.length];
    const isFull = lines > MAX_LINES || characters > MAX_CHARACTERS;
    send(
      isFull
        ? { kind: "warn", text: `Everything after the first ${lines - 1} lines is left out.` }
        : { kind, text: cut },
    );
  };
  for (const [method, kind] of Object.entries(KINDS)) {
    Object.assign(console, { [method]: (...values: readonly unknown[]) => write(kind, values) });
  }
}
