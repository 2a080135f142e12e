import { join } from "node:path";
import { countWords } from "../../pipeline/report/wording.ts";
import { whatIs } from "./exportable.ts";
import { writeExport, type FoundExportables } from "./files.ts";
import { renderGrades } from "./grades-csv.ts";
import { renderExported } from "./summary.ts";
import { penaltyWords, toTotal } from "./total.ts";
import type { ExportOptions, World } from "./world.ts";

/** Writes a table with a row for each student. */
export async function exportToCsv(command: ExportOptions, found: FoundExportables, { print }: World): Promise<void> {
  const { exportables, skipped, directory } = found;
  const path = command.out ?? join(directory, "grades.csv");
  await writeExport(path, renderGrades(exportables, skipped, command));
  const totals = exportables.map((each) => ({ each, total: toTotal(each, command) }));
  const given = totals.filter(({ total }) => total.state === "given").length;
  print(
    renderExported({
      files: [{ path, contents: countWords(given, "grade") }],
      penalties: totals.flatMap(({ each, total }) => {
        const words = penaltyWords(each, total);
        return words === undefined ? [] : [`${whatIs(each)}: ${words}`];
      }),
      skipped: [
        ...totals.flatMap(({ each, total }) =>
          total.state === "given" ? [] : [{ what: whatIs(each), why: total.why }],
        ),
        ...skipped,
      ],
    }),
  );
}
