import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toWriteError } from "../../shared/write-error.ts";
import { parseResult, type Result } from "../score/result.ts";
import type { Pictures } from "./html-view.ts";
import { readHtmlAssets, renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";

/** Paths of the three files of a report, which may have pictures beside them. */
export interface ReportPaths {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

/** The file system calls that writing needs. */
export type ReportFileSystem = typeof nodeFileSystem;

const nodeFileSystem = { mkdir, mkdtemp, readdir, rename, rm, writeFile };
const PICTURE_FILE = /^answers-picture-\d+\.[a-z]+$/;
/** Prefix of the folder in which reports are written before they are renamed. */
const DRAFT = ".report-";

/**
 * Writes report.html, report.md, result.json and the pictures of answers.md to a directory, creating it if necessary. All
 * are complete before any is renamed, and result.json is renamed last: if it exists, so do the others.
 *
 * @param picturesFrom the folder of the pictures; by default the directory itself, for reports that are written again
 * @throws UsageError if the directory cannot be written, FaultError if the machine fails
 */
export async function writeReports(
  result: Result,
  directory: string,
  picturesFrom = directory,
  fileSystem: ReportFileSystem = nodeFileSystem,
): Promise<ReportPaths> {
  const checked = parseResult(result);
  const pictures = await readPictures(checked, picturesFrom);
  const html = renderHtml(checked, await readHtmlAssets({ withPlot: checked.figure?.status === "drawn" }), pictures);
  const files = [
    ...pictures,
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

/** The pictures of a result by their file names. One that is gone is left out, and the report says so. */
async function readPictures({ pictures = [] }: Result, folder: string): Promise<Pictures> {
  const read = pictures.map(async ({ file }) => {
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    return bytes === undefined ? [] : [[file, bytes] as const];
  });
  return new Map((await Promise.all(read)).flat());
}

async function writeAll(
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
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
    for (const [name, content] of files) await fileSystem.writeFile(join(draft, name), content, { flush: true });
    for (const [name] of files) await fileSystem.rename(join(draft, name), join(directory, name));
    await removePictures(directory, new Set(files.map(([name]) => name)), fileSystem);
  } finally {
    await fileSystem.rm(draft, { recursive: true, force: true });
  }
}

/** Removes the pictures of an earlier submission. */
async function removePictures(
  directory: string,
  kept: ReadonlySet<string>,
  fileSystem: ReportFileSystem,
): Promise<void> {
  const names = (await fileSystem.readdir(directory)).filter((name) => PICTURE_FILE.test(name) && !kept.has(name));
  for (const name of names) await fileSystem.rm(join(directory, name), { force: true });
}
