import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TEMPLATE_FOLDER, ROOT } from "../../../shared/paths.ts";
import { readFiles } from "../../release/read-files.ts";
import { CONTENT_FILE, CONTENT_SCHEMA, type Content } from "../page/content.ts";
import { listTests } from "./list-tests.ts";
import { sheetOfSite } from "./sheet.ts";
import { collectTypes } from "./collect-types.ts";

/** Writes what the page shows: the sheet, the stubs, the public tests; and the types for the editor. */
export async function writeContent(folder: string, handInLink: string | null): Promise<void> {
  const read = (path: string): Promise<string> => readFile(join(TEMPLATE_FOLDER, path), "utf8");
  const content: Content = {
    schema: CONTENT_SCHEMA,
    handInLink,
    sheet: sheetOfSite(await read("README.md")),
    files: { ...(await readTexts("src")), "answers.md": await read("answers.md") },
    tests: await readTexts("tests"),
    testNames: await listTests(),
  };
  await writeFile(join(folder, CONTENT_FILE), JSON.stringify(content));
  await writeFile(join(folder, "types.json"), JSON.stringify(collectTypes(ROOT)));
}

async function readTexts(name: string): Promise<Record<string, string>> {
  const files = await readFiles(join(TEMPLATE_FOLDER, name));
  const texts = [...files].map(([path, bytes]) => [`${name}/${path}`, Buffer.from(bytes).toString("utf8")] as const);
  return Object.fromEntries(texts);
}
