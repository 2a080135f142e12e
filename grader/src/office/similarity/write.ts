import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderSafeJson } from "../../pipeline/report/json.ts";
import { readPageAssets, renderPage } from "../../pipeline/report/page.ts";
import { toWriteError } from "../../shared/write-error.ts";
import { readBoilerplate } from "./boilerplate.ts";
import { compareClass, type Comparison } from "./compare.ts";
import { SIMILARITY_FILES } from "./files.ts";
import { readSources } from "./read-sources.ts";
import { renderCsv } from "./render-csv.ts";
import type { Similarity } from "./similarity-file.ts";
import { toSimilarity } from "./similarity.ts";
import { toSimilarityView } from "./view.ts";

/**
 * Compares the submissions of a class, and writes similarity.html, .csv and .json to its folder.
 *
 * @throws UsageError if there is no class, its submissions cannot be read, or the folder cannot be written
 */
export async function writeSimilarity(folder: string, submissions: string, signal: AbortSignal): Promise<Similarity> {
  const { sources, notes } = await readSources(folder, submissions, signal);
  const comparison = compareClass(sources, await readBoilerplate());
  const similarity = toSimilarity(sources, comparison, notes);
  const texts = [await renderSimilarityHtml(similarity, comparison), renderCsv(similarity), renderSafeJson(similarity)];
  for (const [index, name] of SIMILARITY_FILES.entries()) {
    await writeFileAtomic(join(folder, name), texts[index] ?? "").catch((cause: unknown) => {
      throw toWriteError(cause, folder, "make the folder writable");
    });
  }
  return similarity;
}

/** Renders similarity.html, a self-contained page without scripts. */
export async function renderSimilarityHtml(similarity: Similarity, comparison: Comparison): Promise<string> {
  const beside = (file: string): URL => new URL(file, import.meta.url);
  return renderPage(
    toSimilarityView(similarity, comparison),
    await readPageAssets(beside("similarity.html.hbs"), beside("similarity.css")),
  );
}
