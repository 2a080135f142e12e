import { readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { toWriteError } from "../../shared/write-error.ts";
import { renderSafeJson } from "../../pipeline/report/json.ts";
import { readPageAssets, renderPage } from "../../pipeline/report/page.ts";
import { toClassOverview, type ClassOverview } from "./class-overview.ts";
import { OVERVIEW_FILES } from "./files.ts";
import { readRows } from "./read-rows.ts";
import { renderCsv } from "./render-csv.ts";
import { toOverviewView } from "./view.ts";

/**
 * Writes overview.html, overview.csv and overview.json to the folder of a class. The same results give the same bytes.
 *
 * @throws UsageError if there is no class or the folder cannot be written, FaultError if the machine fails
 */
export async function writeOverview(folder: string): Promise<ClassOverview> {
  const { rows, run, similarity } = await readRows(folder);
  const overview = toClassOverview(rows, run, similarity);
  const texts = [await renderOverviewHtml(overview), renderCsv(overview), renderSafeJson(overview)];
  for (const [index, name] of OVERVIEW_FILES.entries()) {
    await writeFileAtomic(join(folder, name), texts[index] ?? "").catch((cause: unknown) => {
      throw toWriteError(cause, folder, "make the folder writable");
    });
  }
  return overview;
}

/** Renders overview.html, a self-contained page. */
export async function renderOverviewHtml(overview: ClassOverview): Promise<string> {
  const beside = (file: string): URL => new URL(file, import.meta.url);
  const assets = await readPageAssets(beside("overview.html.hbs"), beside("overview.css"));
  const script = await readFile(beside("page-script.js"), "utf8");
  return renderPage(toOverviewView(overview), { ...assets, script });
}
