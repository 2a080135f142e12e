import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { groupBy } from "../../../shared/group-by.ts";
import { TEMPLATE_FOLDER } from "../../../shared/paths.ts";
import type { TestNames } from "../page/content.ts";

/** The public tests of the template by file, as vitest lists them: a table of cases is one line of code and many tests. */
export async function listTests(): Promise<TestNames> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "list", "--json"], { cwd: TEMPLATE_FOLDER });
  const listed = JSON.parse(stdout) as readonly { readonly name: string; readonly file: string }[];
  const files = groupBy(listed, ({ file }) => relative(TEMPLATE_FOLDER, file).replaceAll("\\", "/"));
  return Object.fromEntries([...files].map(([file, tests]) => [file, tests.map(({ name }) => split(name))]));
}

function split(name: string): TestNames[string][number] {
  const end = name.lastIndexOf(" > ");
  return { title: name.slice(end + 3), group: name.slice(0, end) };
}
