import { checksOf, whyOf, type Asked, type PromiseTable } from "./compare.ts";
import type { Promised } from "./read-promises.ts";

const HEAD = `# Promises and checks

What the comments of the exercise functions and of their types promise, and which checks of the hidden suites ask for it,
or why none does. This page is made from the comments and from
[\`promises.ts\`](../grader/src/workshop/promises/promises.ts). A test fails if a promise has neither a check nor a
reason, or if a check belongs to no promise; \`npx vitest run grader/src/workshop/promises -u\` updates the page.
`;

/** The table as a page. */
export function renderPromises(promised: readonly Promised[], table: PromiseTable): string {
  const owners = [...new Set(promised.map(({ owner }) => topOf(owner)))];
  const sections = owners.map((top) => {
    const rows = promised.filter(({ owner }) => topOf(owner) === top);
    return [`## ${top}`, "", "| promise | asked by |", "| --- | --- |", ...rows.map((row) => renderRow(row, table))];
  });
  return [HEAD, ...sections.map((lines) => `${lines.join("\n")}\n`)].join("\n");
}

/** Fields are listed with their type. */
function topOf(owner: string): string {
  return owner.endsWith(".ts") ? owner : owner.replace(/\..*$/, "");
}

function renderRow({ owner, promise }: Promised, table: PromiseTable): string {
  const field = owner.replace(/^.*\./, "");
  const isNamed = topOf(owner) === owner || promise.startsWith(field);
  return `| ${escape(isNamed ? promise : `${field}: ${promise}`)} | ${renderAsked(table[owner]?.[promise] ?? "")} |`;
}

function renderAsked(asked: Asked): string {
  return [
    checksOf(asked)
      .map((id) => `\`${id}\``)
      .join(", "),
    escape(whyOf(asked) ?? ""),
  ]
    .filter(Boolean)
    .join(". ");
}

function escape(text: string): string {
  return text.replace(/[\\|*_<`]/g, "\\$&");
}
