import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Answer, Handler } from "./answer.ts";
import { LAB } from "./folders.ts";

const STYLES = "/styles/";
const STYLE = /^\/styles\/[a-z]+\.(css|svg)$/;
const TYPES = { css: "text/css; charset=utf-8", svg: "image/svg+xml" } as const;

/** Serves index.html, which names the student's folder, and the styles. */
export function page(folder: string): Handler {
  return async (_request, { pathname }) => {
    if (pathname === "/" || pathname === "/index.html")
      return { type: "text/html; charset=utf-8", body: await index(folder) };
    const [, ending] = STYLE.exec(pathname) ?? [];
    if (ending === undefined) return undefined;
    const body = await readFile(join(LAB, STYLES, pathname.slice(STYLES.length)));
    return { type: TYPES[ending as keyof typeof TYPES], body } satisfies Answer;
  };
}

async function index(folder: string): Promise<string> {
  const html = await readFile(join(LAB, "index.html"), "utf8");
  const name = folder.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return html.replace("</title>", () => `</title>\n    <meta name="student-folder" content="${name}" />`);
}
