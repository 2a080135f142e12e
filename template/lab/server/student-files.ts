import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { ALL_EXERCISES } from "@robustness-lab/fixtures";
import { build, type BuildFailure, type Plugin } from "esbuild";
import { frameOf } from "../shared/frame.ts";
import { BROKEN_PATH, SOURCE_PATH, type BrokenFile } from "../shared/source.ts";
import { json, Refused, type Handler } from "./answer.ts";

/** The address of the module that imports the student's files. */
const STUDENT_SOURCE = "/student-source.js";
/** The packages that a student's file may import. Each is a script below /packages/. */
const PACKAGES = ["@tensorflow/tfjs-core", "@robustness-lab/fixtures"];

/** A file of the student as JavaScript, with the files below src/ that it imports. */
interface Compiled {
  readonly text: string;
  readonly code: string;
  readonly imports: readonly string[];
}

/** Compiles the file below src/ at this path. @throws BuildFailure, or an error if there is no such file */
type Compile = (file: string) => Promise<Compiled>;

/** Serves the student's files one by one, as JavaScript with source maps, and explains why one does not load. */
export function studentFiles(source: string): Handler {
  const compile = makeCompiler(source);
  return async (_request, { pathname, searchParams }) => {
    if (pathname === STUDENT_SOURCE) return { type: SCRIPT, body: importsOf(source) };
    if (pathname === BROKEN_PATH)
      return json(await findBroken(source, compile, searchParams.get("file") ?? "", new Set()));
    if (!pathname.startsWith(SOURCE_PATH)) return undefined;
    const { code } = await compile(decodeURIComponent(pathname.slice(SOURCE_PATH.length)));
    return { type: SCRIPT, body: code };
  };
}

const SCRIPT = "text/javascript; charset=utf-8";

/** A module with one import function for each exercise file that exists, so that a broken file does not affect the others. */
function importsOf(source: string): string {
  const files = [...new Set(ALL_EXERCISES.map(({ file }) => file))].filter((file) => existsSync(join(source, file)));
  const entries = files.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(urlOf(file))})`);
  return `export const files = {\n${entries.join(",\n")}\n};\n`;
}

function urlOf(file: string): string {
  return encodeURI(SOURCE_PATH + file);
}

function makeCompiler(source: string): Compile {
  const compiled = new Map<string, Compiled>();
  return async (file) => {
    const path = resolve(source, file);
    if (!path.startsWith(source + sep)) throw new Refused(403, `${file} is not below src/`);
    const text = await readFile(path, "utf8").catch(() => {
      throw new Refused(404, `src/${file} is missing`);
    });
    const known = compiled.get(file);
    if (known?.text === text && known.imports.every((each) => existsSync(join(source, each)))) return known;
    const fresh = { text, ...(await compileFile(source, path)) };
    compiled.set(file, fresh);
    return fresh;
  };
}

async function compileFile(source: string, path: string): Promise<Omit<Compiled, "text">> {
  const imports: string[] = [];
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    sourcemap: "inline",
    // Ignores any tsconfig.json above src/.
    tsconfigRaw: "{}",
    logLevel: "silent",
    plugins: [importsByUrl(source, (file) => imports.push(file))],
  });
  return { code: outputFiles[0]?.text ?? "", imports };
}

/** Keeps every import an import: of another file of the student, or of a package. */
function importsByUrl(source: string, onImport: (file: string) => void): Plugin {
  return {
    name: "imports-by-url",
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind === "entry-point" || pluginData === SEEN) return undefined;
        if (PACKAGES.includes(path)) return { path: `/packages/${path}.js`, external: true };
        if (!/^\.\.?(\/|$)/.test(path)) return { errors: [{ text: `import of "${path}" is not allowed; ${ALLOWED}` }] };
        const found = await build.resolve(path, { kind, resolveDir, pluginData: SEEN });
        if (found.errors.length > 0)
          return { errors: [{ text: `Failed to resolve import "${path}". Does the file exist?` }] };
        const file = relative(source, found.path).split(sep).join("/");
        if (file.startsWith("../")) return { errors: [{ text: `import of "${path}" is not allowed; ${ALLOWED}` }] };
        onImport(file);
        return { path: urlOf(file), external: true };
      });
    },
  };
}

const SEEN = "seen";
const ALLOWED = `allowed are relative files of src/, ${PACKAGES.join(", ")}`;

/**
 * The first compile error in a file below src/ or in the files that it imports; null if all of them compile. The browser
 * only reports that such a file did not load.
 */
async function findBroken(
  source: string,
  compile: Compile,
  file: string,
  seen: Set<string>,
): Promise<BrokenFile | null> {
  if (seen.has(file)) return null;
  seen.add(file);
  try {
    for (const next of (await compile(file)).imports) {
      const broken = await findBroken(source, compile, next, seen);
      if (broken !== null) return broken;
    }
    return null;
  } catch (error) {
    // A file that is missing or elsewhere is not broken.
    if (error instanceof Refused) return null;
    return describe(error as BuildFailure, file, await readFile(join(source, file), "utf8"));
  }
}

/** Columns of esbuild count bytes from 0. */
function describe({ errors: [first], message }: BuildFailure, file: string, text: string): BrokenFile {
  const place = first?.location ?? null;
  if (first === undefined || place === null)
    return { file, message: first?.text ?? message, line: null, column: null, frame: null };
  const { line, lineText } = place;
  const column = Buffer.from(lineText).subarray(0, place.column).toString("utf8").length;
  return { file, message: first.text, line, column, frame: frameOf(text, line, column) };
}
