/** A block of commands in a page, as somebody would paste it. */
export interface CommandBlock {
  /** The line of the page that it begins on, from 1. */
  readonly line: number;
  readonly commands: readonly string[];
}

/** The shell blocks of a Markdown page. */
export function commandsIn(page: string): readonly CommandBlock[] {
  return [...page.matchAll(/^```(?:sh|bash)\n([^]*?)^```$/gm)].map((match) => ({
    line: page.slice(0, match.index).split("\n").length,
    commands: (match[1] ?? "").split("\n").filter((line) => line.trim() !== ""),
  }));
}

/** The npm scripts that a page names, in blocks, tables and sentences. */
export function scriptsIn(page: string): readonly string[] {
  const names = [...page.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*\w)/g)].map(([, name]) => name ?? "");
  return [...new Set(names)];
}
