import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toWriteError } from "../../shared/write-error.ts";
import { parseResult, type Result } from "../score/result.ts";
import { sharedAnswerRenderer } from "./answers/answer-renderer.ts";
import { readHtmlAssets, renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTexts } from "./report-content.ts";

/** Paths of the three files of a report, which may have pictures and documents beside them. */
export interface ReportPaths {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

/** The file system calls that writing needs. */
export type ReportFileSystem = typeof nodeFileSystem;

const nodeFileSystem = { mkdir, mkdtemp, readdir, rename, rm, writeFile };
const COPY = /^answers-(?:picture|document)-\d+\.[a-z]+$/;
/** Prefix of the folder in which reports are written before they are renamed. */
const DRAFT = ".report-";

/**
 * Writes report.html, report.md, result.json, and the pictures and documents of the written part to a directory, creating it
 * if necessary. All are complete before any is renamed, and result.json is renamed last: if it exists, so do the others.
 *
 * @param copiesFrom the folder of the pictures and documents; by default the directory itself, for reports that are written again
 * @throws UsageError if the directory cannot be written, FaultError if the machine fails
 */
export async function writeReports(
  result: Result,
  directory: string,
  copiesFrom = directory,
  fileSystem: ReportFileSystem = nodeFileSystem,
): Promise<ReportPaths> {
  const checked = parseResult(result);
  const pictures = await readCopies(checked.pictures, copiesFrom);
  // Documents may be large, and no report shows them.
  const documents =
    copiesFrom === directory ? new Map<string, never>() : await readCopies(checked.documents, copiesFrom);
  const files = [
    ...pictures,
    ...documents,
    ["report.html", await renderReport(checked, pictures)],
    ["report.md", renderMarkdown(checked)],
    ["result.json", renderJson(checked)],
  ] as const;
  await writeAll(files, namesOf(checked), directory, fileSystem).catch((error: unknown) => {
    throw toWriteError(error, directory);
  });
  return {
    html: join(directory, "report.html"),
    markdown: join(directory, "report.md"),
    json: join(directory, "result.json"),
  };
}

/** Renders report.html again from a result and the pictures in its folder. */
export async function renderReportIn(directory: string, result: Result): Promise<string> {
  return renderReport(result, await readCopies(result.pictures, directory));
}

async function renderReport(result: Result, pictures: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const texts = await renderTexts(result, sharedAnswerRenderer());
  const assets = await readHtmlAssets({ withPlot: result.figure?.status === "drawn" });
  return renderHtml(result, assets, { pictures, ...texts });
}

/** Copies by their file names. One that is gone is left out, and the report says so. */
async function readCopies(
  copies: readonly { readonly file: string }[] = [],
  folder: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = copies.map(async ({ file }) => {
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    return bytes === undefined ? [] : [[file, bytes] as const];
  });
  return new Map((await Promise.all(read)).flat());
}

function namesOf({ pictures = [], documents = [] }: Result): ReadonlySet<string> {
  return new Set([...pictures, ...documents].map(({ file }) => file));
}

async function writeAll(
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
  copies: ReadonlySet<string>,
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
    const writing = files.map(([name, content]) => fileSystem.writeFile(join(draft, name), content, { flush: true }));
    // All have ended before the draft may be removed.
    await Promise.allSettled(writing);
    await Promise.all(writing);
    for (const [name] of files) await fileSystem.rename(join(draft, name), join(directory, name));
    await removeCopies(directory, copies, fileSystem);
  } finally {
    await fileSystem.rm(draft, { recursive: true, force: true });
  }
}

/** Removes the pictures and documents of an earlier submission. */
async function removeCopies(directory: string, kept: ReadonlySet<string>, fileSystem: ReportFileSystem): Promise<void> {
  const names = (await fileSystem.readdir(directory)).filter((name) => COPY.test(name) && !kept.has(name));
  for (const name of names) await fileSystem.rm(join(directory, name), { force: true });
}
