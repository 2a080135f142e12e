import { readFile } from "node:fs/promises";
import { bundledScript } from "../../shared/bundled-script.ts";

const PAGE = new URL("./page/", import.meta.url);
const BUNDLING = {
  name: "desk-page",
  build: { platform: "browser", format: "esm", target: "es2022" },
} as const;

/** A file of the page, in memory. */
export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The files of the page by their addresses below the token; its script is bundled. */
export async function readPage(): Promise<ReadonlyMap<string, PageFile>> {
  const [index, style, icon, script] = await Promise.all([
    readFile(new URL("index.html", PAGE), "utf8"),
    readFile(new URL("desk.css", PAGE), "utf8"),
    readFile(new URL("icon.svg", PAGE), "utf8"),
    bundledScript(new URL("main.ts", PAGE), BUNDLING),
  ]);
  return new Map([
    ["", { type: "text/html; charset=utf-8", body: index }],
    ["desk.css", { type: "text/css; charset=utf-8", body: style }],
    ["icon.svg", { type: "image/svg+xml", body: icon }],
    ["main.js", { type: "text/javascript; charset=utf-8", body: script.code }],
  ]);
}
