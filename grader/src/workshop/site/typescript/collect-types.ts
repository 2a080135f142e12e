import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { OPTIONS } from "./options.ts";

/**
 * The declarations that a student's files need, by the path that the worker gives them: those of the language, of
 * TensorFlow.js and of the fixtures.
 *
 * @param root the repository
 */
export function collectTypes(root: string): Record<string, string> {
  const index = join(root, "template/src/index.ts");
  const program = ts.createProgram([index], OPTIONS);
  const real = realpathSync(root);
  const files = program
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((path) => !path.includes("/template/src/"));
  const settings = [...new Set(files.map(packageOf))].filter((path) => path !== undefined);
  return Object.fromEntries(
    [...files, ...settings].map((path) => [virtualPath(path, real), readFileSync(path, "utf8")]),
  );
}

/** The package.json of a file: it says which file an import of the package's name is. */
function packageOf(path: string): string | undefined {
  const folder = ts.findConfigFile(dirname(path), existsSync, "package.json");
  return /\/typescript\/lib\//.test(path) ? undefined : folder;
}

function virtualPath(path: string, root: string): string {
  const library = /\/typescript\/lib\/([^/]+)$/.exec(path)?.[1];
  if (library !== undefined) return `/${library}`;
  const inside = path.slice(root.length);
  return inside.replace(/^\/fixtures\//, "/node_modules/@robustness-lab/fixtures/");
}
