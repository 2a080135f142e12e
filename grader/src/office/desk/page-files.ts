import { access, readFile } from "node:fs/promises";
import { ROOT } from "../../shared/paths.ts";

const PAGE = `${ROOT}grader/src/office/desk/page/`;

/** A file of the page, in memory. */
export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The files of the page by their addresses below the token; its script is bundled. */
export async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const isThere = await access(`${PAGE}main.ts`).then(
    () => true,
    () => false,
  );
  if (!isThere) return new Map([["", { type: HTML, body: STUB }]]);
  const [index, style, script] = await Promise.all([
    readFile(`${PAGE}index.html`, "utf8"),
    readFile(`${PAGE}desk.css`, "utf8"),
    bundle(),
  ]);
  return new Map([
    ["", { type: HTML, body: index }],
    ["desk.css", { type: "text/css; charset=utf-8", body: style }],
    ["main.js", { type: "text/javascript; charset=utf-8", body: script }],
  ]);
}

const HTML = "text/html; charset=utf-8";
const STUB = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Marking desk</title><p>The page is missing.</p></html>\n`;

async function bundle(): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [`${PAGE}main.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
    absWorkingDir: ROOT,
  });
  return outputFiles[0]?.text ?? "";
}
