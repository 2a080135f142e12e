import { posix } from "node:path";
import { collisionKey, isCode } from "@robustness-lab/fixtures/hand-in";
import { pathInWords } from "../../shared/quote.ts";
import type { Note } from "./notes.ts";
import { belowRoot } from "./paths.ts";

/** The files and packages that submitted code may import. */
export interface Importable {
  /** The staged files, src/… */
  readonly files: ReadonlySet<string>;
  /** Bare specifiers that stay imports, with the path each is rewritten to. */
  readonly externals: ReadonlyMap<string, string>;
  /** Submitted files that were not staged. */
  readonly leftOut: readonly Note[];
}

/** The result of resolving an import. */
export type ResolvedImport =
  | { readonly status: "source"; readonly path: string }
  | { readonly status: "external"; readonly path: string }
  | { readonly status: "refused"; readonly message: string }
  | { readonly status: "not-found"; readonly message: string };

/** Spellings tried in order: as written, TypeScript's .js for .ts, and the omissions that bundlers accept. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replace(/\.js$/, ".ts"),
  (path) => `${path}.ts`,
  (path) => `${path}.js`,
  (path) => `${path}/index.ts`,
  (path) => `${path}/index.js`,
];

/** Resolves one import against the staged files alone, ignoring the disk, package.json and tsconfig.json. */
export function resolveImport(specifier: string, importer: string, importable: Importable): ResolvedImport {
  const external = importable.externals.get(specifier);
  if (external !== undefined) return { status: "external", path: external };
  if (!/^\.\.?(\/|$)/.test(specifier)) return refused(specifier, importable);
  const path = posix.join(posix.dirname(importer), specifier.normalize("NFC"));
  if (!path.startsWith("src/")) return refused(specifier, importable);
  const found = SPELLINGS.map((spell) => spell(path)).find((spelt) => isCode(spelt) && importable.files.has(spelt));
  return found === undefined ? notFound(specifier, path, importable) : { status: "source", path: found };
}

function refused(specifier: string, { externals }: Importable): ResolvedImport {
  const allowed = ["relative files of src/", ...externals.keys()].join(", ");
  const tfjs = specifier === "@tensorflow/tfjs" ? "; import @tensorflow/tfjs-core in its place" : "";
  return {
    status: "refused",
    message: `import of ${quote(specifier)} is not allowed; allowed are ${allowed}${tfjs}`,
  };
}

function notFound(specifier: string, path: string, { files, leftOut }: Importable): ResolvedImport {
  const keys = new Set(SPELLINGS.map((spell) => collisionKey(spell(path))));
  const note = leftOut.find((each) => keys.has(collisionKey(belowRoot(each.path))));
  if (note !== undefined) {
    return { status: "not-found", message: `the imported file ${quote(specifier)} is not there; ${note.message}` };
  }
  const similar = [...files].find((file) => keys.has(collisionKey(file)));
  const hint = similar === undefined ? "" : `; there is ${pathInWords(similar)}, and capitals count`;
  return { status: "not-found", message: `the imported file ${quote(specifier)} does not exist${hint}` };
}

function quote(specifier: string): string {
  return JSON.stringify(specifier.length > 100 ? `${specifier.slice(0, 100)}…` : specifier);
}
