import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import ts from "typescript";
import { NODE_BUNDLE } from "../../../pipeline/run/node-bundle.ts";
import { ROOT } from "../../../shared/paths.ts";

/** A function of a source file, and where it is declared. */
export interface LoadedFunction {
  readonly name: string;
  readonly call: (...args: unknown[]) => unknown;
}

/** Loaded source files. They share one tfjs, which is not the test's. */
interface Loaded {
  readonly exports: unknown;
  readonly functions: readonly LoadedFunction[];
}

/** The depth of the tables in which functions are looked for. */
const MAX_DEPTH = 3;

/**
 * Loads the functions of source files, those that they do not export included.
 *
 * @param files absolute paths
 * @param entry a file whose exports are returned
 * @param folder a new bundle is written to it
 */
export async function loadFunctions(files: readonly string[], entry: string, folder: string): Promise<Loaded> {
  const imports = files.map((file, index) => `export * as file${index} from ${JSON.stringify(file)};`);
  const outfile = join(folder, "functions.mjs");
  await build({
    ...NODE_BUNDLE,
    minifySyntax: false,
    minifyWhitespace: false,
    keepNames: true,
    stdin: { contents: [...imports, `export * as entry from ${JSON.stringify(entry)};`].join("\n"), resolveDir: ROOT },
    outfile,
    plugins: [exportEverything(files)],
  });
  const modules = (await import(pathToFileURL(outfile).href)) as Record<string, Record<string, unknown>>;
  const functions = files.flatMap((file, index) =>
    functionsIn(modules[`file${index}`], file.slice(ROOT.length), MAX_DEPTH),
  );
  return { exports: modules["entry"], functions };
}

function exportEverything(files: readonly string[]): Plugin {
  return {
    name: "export-everything",
    setup: (bundle) => {
      bundle.onLoad({ filter: /\.[tj]s$/ }, async ({ path }) => {
        if (!files.includes(path)) return undefined;
        const text = await readFile(path, "utf8");
        const names = declaredIn(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
        const exported = names.map((name) => `${name} as declared_${name}`).join(", ");
        return { contents: `${text}\nexport { ${exported} };`, loader: path.endsWith(".ts") ? "ts" : "js" };
      });
    },
  };
}

/** The names of the values declared at the top of a file. */
function declaredIn({ statements }: ts.SourceFile): readonly string[] {
  return statements.flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name?.text ?? [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? name.text : []));
  });
}

/** The functions in a value, at most `depth` tables deep. */
export function functionsIn(value: unknown, name: string, depth: number): readonly LoadedFunction[] {
  if (typeof value === "function") return [{ name, call: value as LoadedFunction["call"] }];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || depth === 0) return [];
  return Object.entries(value).flatMap(([key, inner]) => functionsIn(inner, `${name} ${key}`, depth - 1));
}
