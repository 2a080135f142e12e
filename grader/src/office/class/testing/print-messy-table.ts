import type { MessyLayout } from "./messy-class.ts";
import { messyTable } from "./messy-table.ts";

/* Prints what becomes of a messy class: `node --import tsx print-messy-table.ts 1 moodle`. */

const [seed = "1", layout = "moodle"] = process.argv.slice(2);
const rows = await messyTable(Number(seed), layout as MessyLayout);
const shown = [...rows].sort((a, b) => Number(a.isRight) - Number(b.isRight));
console.log(
  shown
    .map(({ kind, expected, got, isRight }) => [isRight ? "ok " : "NOT", kind, expected, got].join(" | "))
    .join("\n"),
);
console.log(`${rows.filter(({ isRight }) => isRight).length} of ${rows.length} as expected`);
