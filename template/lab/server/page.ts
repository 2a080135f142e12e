import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Handler } from "./answer.ts";

const LAB = fileURLToPath(new URL("../", import.meta.url));
const FILE = /^\/(?:[@\w-]+\/)+[\w.-]+\.(css|svg|js|ts|wasm)$/;
const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  js: "text/javascript; charset=utf-8",
  // Workers are started by the address of their source.
  ts: "text/javascript; charset=utf-8",
  wasm: "application/wasm",
};

/** Serves index.html, which names the student's folder, the styles and the bundled scripts. */
export function page(folder: string, scripts: string): Handler {
  return async (_request, { pathname }) => {
    if (pathname === "/" || pathname === "/index.html")
      return { type: "text/html; charset=utf-8", body: await index(folder) };
    const type = TYPES[FILE.exec(pathname)?.[1] ?? ""];
    if (type === undefined) return undefined;
    const path = pathname.startsWith("/styles/")
      ? join(LAB, pathname)
      : join(scripts, pathname.replace(/\.ts$/, ".js"));
    const body = await readFile(path).catch(() => undefined);
    return body && { type, body, ...(pathname.startsWith("/chunks/") && { cache: "immutable" }) };
  };
}

async function index(folder: string): Promise<string> {
  const html = await readFile(join(LAB, "index.html"), "utf8");
  const name = folder.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return html.replace("</title>", () => `</title>\n    <meta name="student-folder" content="${name}" />`);
}
