import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { commandsIn, scriptsIn } from "./commands-in.ts";
import { ROOT } from "../grader/src/shared/paths.ts";

/* What pages say is there: scripts, and what they link to. docs.slow.test.ts executes the commands. */

const folders = ["docs", "docs/decisions", "docs/deploy", "template"];
const inFolders = await Promise.all(folders.map((folder) => readdir(join(ROOT, folder)).then(of(folder))));
const pages = ["README.md", ...inFolders.flat()].filter((path) => path.endsWith(".md"));
const textOf = (page: string): Promise<string> => readFile(join(ROOT, page), "utf8");

function of(folder: string): (names: readonly string[]) => readonly string[] {
  return (names) => names.map((name) => `${folder}/${name}`);
}

async function scriptsOf(folder: string): Promise<readonly string[]> {
  const manifest = JSON.parse(await readFile(join(ROOT, folder, "package.json"), "utf8")) as { scripts: object };
  return Object.keys(manifest.scripts);
}

test.each(pages)("%s names scripts that there are", async (page) => {
  const scripts = [...(await scriptsOf("")), ...(await scriptsOf("template"))];
  const own = page.startsWith("template/") ? await scriptsOf("template") : scripts;
  expect(scriptsIn(await textOf(page)).filter((name) => !own.includes(name))).toEqual([]);
});

test.each(pages)("%s links to files that there are", async (page) => {
  const targets = [...(await textOf(page)).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, target]) => target ?? "");
  const missing = await Promise.all(
    targets.map((target) =>
      access(join(ROOT, dirname(page), target)).then(
        () => [],
        () => [target],
      ),
    ),
  );
  expect(missing.flat()).toEqual([]);
});

test("blocks are found with their lines", () => {
  expect(commandsIn("one\n\n```sh\na\n\nb # c\n```\n```ts\nd\n```\n")).toEqual([{ line: 3, commands: ["a", "b # c"] }]);
});
