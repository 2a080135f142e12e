import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { parseResult, type Result } from "../score/result.ts";
import { readHtmlAssets } from "./html-assets.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";

/** Where the three files of a report are. */
export interface ReportPaths {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

/** What writing needs of the file system. */
export type ReportFileSystem = typeof nodeFileSystem;

const nodeFileSystem = { mkdir, mkdtemp, readdir, rename, rm, writeFile };
/** How the folder is named in which reports are written before they get their names. */
const DRAFT = ".report-";
const UNWRITABLE = new Set([
  "EACCES",
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "EPERM",
  "EROFS",
]);

/**
 * Writes report.html, report.md and result.json into a directory, made if it is missing. All three are complete before
 * any gets its name, and result.json gets it last: where it is, the others are.
 *
 * @throws UsageError when the directory cannot be written, FaultError when the machine fails
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
    throw toReportError(error, directory);
  });
  return reportPaths(directory);
}

/** Where the files of a report are in its directory. */
export function reportPaths(directory: string): ReportPaths {
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
  // What a grader that was killed in the middle of this had written.
  const drafts = (await fileSystem.readdir(directory)).filter((name) => name.startsWith(DRAFT));
  for (const name of drafts) await fileSystem.rm(join(directory, name), { recursive: true, force: true });
  // On the same file system as its target, so that a rename moves no bytes.
  const draft = await fileSystem.mkdtemp(join(directory, DRAFT));
  try {
    for (const [name, text] of files) await fileSystem.writeFile(join(draft, name), text, { flush: true });
    for (const [name] of files) await fileSystem.rename(join(draft, name), join(directory, name));
  } finally {
    await fileSystem.rm(draft, { recursive: true, force: true });
  }
}

function toReportError(error: unknown, directory: string): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new FaultError(`the disk is full: no report was written to ${directory} (${code})`, { cause: error });
  }
  if (!UNWRITABLE.has(code)) {
    return new FaultError(`the reports could not be written to ${directory} (${code})`, { cause: error });
  }
  return new UsageError(`cannot write to ${directory} (${code}): choose another directory with --out`, {
    cause: error,
  });
}
