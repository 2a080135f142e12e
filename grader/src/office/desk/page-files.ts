import { readFile } from "node:fs/promises";
import { ROOT } from "../../shared/paths.ts";

const PAGE = `${ROOT}grader/src/office/desk/page/`;

/** A file of the page, in memory. */
export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The files of the page by their addresses below the token; its script is bundled. */
export async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const [index, style, icon, script] = await Promise.all([
    readFile(`${PAGE}index.html`, "utf8"),
    readFile(`${PAGE}desk.css`, "utf8"),
    readFile(`${PAGE}icon.svg`, "utf8"),
    bundle(),
  ]);
  return new Map([
    ["", { type: "text/html; charset=utf-8", body: index }],
    ["desk.css", { type: "text/css; charset=utf-8", body: style }],
    ["icon.svg", { type: "image/svg+xml", body: icon }],
    ["main.js", { type: "text/javascript; charset=utf-8", body: script }],
  ]);
}

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
