import type { Finding } from "./scan.ts";

/** Findings as lines of text: where, what it resembles, how it begins. */
export function renderFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ path, firstLine, lastLine, resembles, excerpt }) => {
      const lines = firstLine === lastLine ? firstLine : `${firstLine}-${lastLine}`;
      return `  ${path}:${lines} resembles ${resembles}\n    ${excerpt}`;
    })
    .join("\n");
}
