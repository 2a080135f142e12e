import { readFile } from "node:fs/promises";
import type { HtmlAssets } from "./html.ts";

/** Reads the template and the style sheet of report.html, which lie beside this file. */
export async function readHtmlAssets(): Promise<HtmlAssets> {
  const [template, css] = await Promise.all([read("report.html.hbs"), read("report.css")]);
  return { template, css };
}

function read(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), "utf8");
}
