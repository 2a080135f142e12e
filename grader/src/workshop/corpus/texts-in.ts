import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The text of every file below a folder, by path, without durations; without the overview, which ranks durations. */
export async function textsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    (each) => each.isFile() && !each.name.startsWith("overview."),
  );
  const paths = entries.map((each) => join(each.parentPath, each.name)).sort();
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return Object.fromEntries(
    paths.map((path, index) => [path.slice(folder.length + 1), withoutDurations(texts[index] ?? "")]),
  );
}

/** Durations as result.json, report.md and report.html spell them. */
function withoutDurations(text: string): string {
  return text
    .replace(/"durationMs": \d+/g, '"durationMs": 0')
    .replace(/(\| Duration \| `|<dt>Duration<\/dt><dd>)[^`<]*/g, "$1");
}
