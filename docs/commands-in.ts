const COMMAND = "./robustness-lab";

/** A fenced block of a page. */
export interface Block {
  /** Its first line in the page, from 1. */
  readonly line: number;
  readonly language: string;
  readonly lines: readonly string[];
}

/** The fenced blocks of a Markdown page, without empty lines. */
export function blocksIn(page: string): readonly Block[] {
  return [...page.matchAll(/^ *```(\w*)\n([^]*?)^ *```$/gm)].map((match) => ({
    line: page.slice(0, match.index).split("\n").length,
    language: match[1] ?? "",
    lines: (match[2] ?? "").split("\n").filter((line) => line.trim() !== ""),
  }));
}

/** A command line without its trailing comment. */
export function withoutComment(line: string): string {
  return line.replace(/(^|\s+)# .*$/, "").trim();
}

/** The words after each ./robustness-lab of a command line, up to a redirection, another command or the end of quotes. */
export function commandsIn(line: string): readonly (readonly string[])[] {
  const [before = "", ...commands] = withoutComment(line).split(COMMAND);
  return commands.map((text, index) => {
    const opened = /["'`]$/.exec(commands[index - 1] ?? before)?.[0];
    const own = opened === undefined ? text : text.slice(0, text.indexOf(opened));
    return (
      (/^.*?(?=\s*[|;&)]|\s>|$)/.exec(own)?.[0] ?? "")
        .match(/"[^"]*"|[^\s"]+/g)
        ?.map((word) => word.replaceAll('"', "")) ?? []
    );
  });
}

/** The words after each ./robustness-lab in the inline code of a page. */
export function commandsInText(page: string): readonly (readonly string[])[] {
  const codes = page.replaceAll(/^ *```[^]*?^ *```$/gm, "").match(/`[^`]+`/g) ?? [];
  return codes.flatMap((code) => commandsIn(code.replaceAll("\n", " ").slice(1, -1)));
}

/** The npm scripts that a page names. */
export function scriptsIn(page: string): readonly string[] {
  const names = [...page.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*\w)/g)].map(([, name]) => name ?? "");
  return [...new Set(names)];
}
