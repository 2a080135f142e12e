import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toWriteError } from "../../shared/write-error.ts";
import { parseResult, type Result } from "../score/result.ts";
import { readHtmlAssets, renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";

/** Paths of the three files of a report. */
export interface ReportPaths {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

/** The file system calls that writing needs. */
export type ReportFileSystem = typeof nodeFileSystem;

const nodeFileSystem = { mkdir, mkdtemp, readdir, rename, rm, writeFile };
/** Prefix of the folder in which reports are written before they are renamed. */
const DRAFT = ".report-";

/**
 * Writes report.html, report.md and result.json to a directory, creating it if necessary. All three are complete before
 * any is renamed, and result.json is renamed last: if it exists, so do the others.
 *
 * @throws UsageError if the directory cannot be written, FaultError if the machine fails
 */
export async function writeReports(
  result: Result,
  directory: string,
  fileSystem: ReportFileSystem = nodeFileSystem,
): Promise<ReportPaths> {
  const checked = parseResult(result);
  const html = renderHtml(checked, await readHtmlAssets({ withPlot: checked.figure?.status === "drawn" }));
  const files = [
    ["report.html", html],
    ["report.md", renderMarkdown(checked)],
    ["result.json", renderJson(checked)],
  ] as const;
  await writeAll(files, directory, fileSystem).catch((error: unknown) => {
    throw toWriteError(error, directory);
  });
  return {
    html: join(directory, "report.html"),
    markdown: join(directory, "report.md"),
    json: join(directory, "result.json"),
  };
}

async function writeAll(
  files: readonly (readonly [name: string, text: string])[],
  directory: string,
  fileSystem: ReportFileSystem,
): Promise<void> {
  await fileSystem.mkdir(directory, { recursive: true });
  // Drafts of a grader that was killed while it wrote.
  const drafts = (await fileSystem.readdir(directory)).filter((name) => name.startsWith(DRAFT));
  for (const name of drafts) await fileSystem.rm(join(directory, name), { recursive: true, force: true });
  // On the same file system as the target, so that renaming is atomic.
  const draft = await fileSystem.mkdtemp(join(directory, DRAFT));
  try {
    for (const [name, text] of files) await fileSystem.writeFile(join(draft, name), text, { flush: true });
    for (const [name] of files) await fileSystem.rename(join(draft, name), join(directory, name));
  } finally {
    await fileSystem.rm(draft, { recursive: true, force: true });
  }
}
