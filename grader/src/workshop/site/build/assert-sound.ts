import { FaultError } from "../../../shared/errors.ts";
import { ROOT } from "../../../shared/paths.ts";
import { findFormulas } from "../../release/formulas/find-formulas.ts";
import { readFiles } from "../../release/read-files.ts";
import { readGiven, readSecrets } from "../../release/read-secrets.ts";
import { renderFindings, scannerFor, type ScannedFile } from "../../release/scan.ts";
import { CONTENT_FILE, type Content } from "../page/content.ts";

/** What of this repository may be bundled into a page: folders, and the renderer of Markdown, which reports use, too. */
const SHIPS =
  /^(?:(?:fixtures\/(?:src|engine)|template\/(?:lab|experiments|handin)|grader\/src\/workshop\/site|node_modules)\/|grader\/src\/shared\/(?:markdown|escape)\.ts$)/;

/** The size of a built site. */
export interface Built {
  readonly files: number;
  readonly bytes: number;
}

/** Asserts that every bundled module ships: a bundler renames what it bundles, so a scan does not find it. @throws FaultError */
export function assertShips(modules: readonly string[]): void {
  const strays = modules.map(pathInRepository).filter((path) => path !== undefined && !SHIPS.test(path));
  if (strays.length === 0) return;
  throw new FaultError(`the site would bundle ${[...new Set(strays)].join(", ")}, which never ships`);
}

/** Makes a check that scans a built site as a release is scanned. It throws a FaultError that lists the findings. */
export async function makeLeakCheck(): Promise<(folder: string) => Promise<Built>> {
  const scan = scannerFor(await readSecrets(), await readGiven());
  return async (folder) => {
    const files = [...(await readFiles(folder))].map(([path, bytes]) => ({ path, bytes }));
    // The data are compressed numbers.
    const texts = files.filter(({ path }) => !path.startsWith("data/"));
    const findings = [...texts.flatMap(scan), ...shownTexts(files).flatMap(findFormulas)];
    if (findings.length > 0) throw new FaultError(`the site is leaking:\n${renderFindings(findings)}`);
    return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0) };
  };
}

/** What students read, as files with lines. */
function shownTexts(built: readonly ScannedFile[]): readonly ScannedFile[] {
  const content = built.find(({ path }) => path === CONTENT_FILE);
  const { sheet, files, tests } = JSON.parse(Buffer.from(content?.bytes ?? []).toString("utf8")) as Content;
  return Object.entries({ sheet, ...files, ...tests }).map(([path, text]) => {
    return { path: `${CONTENT_FILE}: ${path}`, bytes: Buffer.from(text) };
  });
}

/** @returns undefined for a module that a bundler has made */
function pathInRepository(module: string): string | undefined {
  const path = module.replace(/[?#].*$/, "").replaceAll("\\", "/");
  const root = ROOT.replaceAll("\\", "/");
  return path.startsWith(root) ? path.slice(root.length) : undefined;
}
