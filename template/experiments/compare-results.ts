import { join, relative } from "node:path";
import { writeWhole } from "@robustness-lab/fixtures/files";
import { readWeights } from "@robustness-lab/fixtures/weights";
import type { Laboratory } from "./experiment.ts";
import { isMeasured, measureModel } from "./measure/measure.ts";
import { renderReport } from "./report/html.ts";
import { renderTextTable, tablesOf } from "./report/tables.ts";
import { readCosts } from "./records/costs.ts";
import { readRecords, writeRecord, type ExperimentRecord } from "./records/record.ts";

/** Measures what is not measured yet, shows the tables of all results, and writes report.html. */
export async function compareResults(laboratory: Laboratory): Promise<void> {
  const { results, terminal } = laboratory;
  const records: ExperimentRecord[] = [];
  for (const record of await readRecords(results)) records.push(await measured(record, laboratory));
  if (records.length === 0) return terminal.line("There are no results yet: npm run train makes them.");
  for (const table of tablesOf(records)) terminal.line(`\n${renderTextTable(table)}`);
  const reported = records.map(async (record) => ({
    record,
    costs: await readCosts(results, record.name),
    isOlder: isOlder(record, laboratory),
  }));
  const report = join(results, "report.html");
  await writeWhole(report, renderReport(await Promise.all(reported)));
  const older = records.filter((record) => isOlder(record, laboratory)).map(({ name }) => name);
  if (older.length > 0) terminal.line(`\nTrained before src/ changed: ${older.join(", ")}`);
  terminal.line(`\nReport: ${relative(process.cwd(), report) || report}`);
}

async function measured(record: ExperimentRecord, laboratory: Laboratory): Promise<ExperimentRecord> {
  const { results, code, terminal } = laboratory;
  if (isMeasured(record, code.digest)) return record;
  try {
    const weights = await readWeights(record.name, join(results, record.name));
    return await measureModel(record, weights, { laboratory, onPart: (part) => writeRecord(results, part) });
  } catch (error) {
    terminal.line(`${record.name} cannot be measured: ${error instanceof Error ? error.message : String(error)}`);
    return record;
  }
}

function isOlder(record: ExperimentRecord, { code }: Laboratory): boolean {
  return record.code !== code.digest;
}
