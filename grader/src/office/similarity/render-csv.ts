import { renderTable } from "../../shared/csv.ts";
import type { Similarity } from "./similarity-file.ts";

const HEADER = ["id", "name", "other id", "other name", "shared bits", "share", "stands out", "cluster"];

/** Renders the listed pairs as CSV, the most surprising first, without cells that a spreadsheet would evaluate. */
export function renderCsv({ pairs, submissions, clusters }: Similarity): string {
  const names = new Map(submissions.map(({ id, name }) => [id, name]));
  const rows = pairs.map(({ left, right, bits, share, standsOut }) => {
    const cluster = standsOut ? String(clusters.findIndex((ids) => ids.includes(left)) + 1) : "";
    const people = [left, names.get(left) ?? "", right, names.get(right) ?? ""];
    return [...people, String(bits), String(share), standsOut ? "yes" : "no", cluster];
  });
  return renderTable([HEADER, ...rows]);
}
