import type { Place } from "../page/workspace.ts";
import type { Translation } from "../typescript/translate.ts";

/** The exports of a module. */
export type Exports = Readonly<Record<string, unknown>>;

/** The student's files, translated, by path: "src/mnist/fgsm.ts". */
export type Translations = Readonly<Record<string, Translation>>;

/** Where the student's files seem to lie, so that frames of errors name them. */
export const STUDENT_URL = "https://student/";

const PACKAGES = "__packages";

/** Imports the student's files. */
export interface Linker {
  /** @throws what importing it throws: a LinkError that names the file and place, or the module's own error */
  readonly load: (path: string) => Promise<Exports>;
  /** A message of the browser, with the paths of files instead of their blobs' addresses. */
  readonly withPaths: (message: string) => string;
}

/**
 * Makes modules of translated files: each becomes a blob whose imports are the blobs of others, or of the given packages.
 * Lines and columns stay, but for columns behind an import's name.
 */
export function makeLinker(files: Translations, packages: Readonly<Record<string, Exports>>): Linker {
  const urls = new Map<string, string>();
  // Modules of blobs share nothing with this one but the global object.
  Object.assign(globalThis, { [PACKAGES]: packages });

  const packageUrl = (name: string, importer: string, at: Place): string => {
    const exports = packages[name];
    if (exports === undefined) throw new LinkError(`${importer} imports "${name}", ${NOT_HERE}`, at);
    return kept(name, () => moduleOf(packageCode(name, Object.keys(exports))));
  };
  const fileUrl = (path: string, above: readonly string[], from: Place | null): string => {
    if (above.includes(path)) throw new LinkError(circleMessage([...above, path]), from);
    return kept(path, () => {
      const file = files[path];
      if (file === undefined) throw new LinkError(missingMessage(path, above.at(-1)), from);
      const { js, imports, error } = file;
      if (error !== null)
        throw new LinkError(`${path}:${error.line}:${error.column} ${error.message}`, { path, ...error });
      const replaced = imports
        .toSorted((a, b) => b.from - a.from)
        .reduce((code, { from: start, to, name }) => {
          const at = placeIn(path, js, start);
          const isOwn = name.startsWith(".");
          const url = isOwn ? fileUrl(resolve(name, path), [...above, path], at) : packageUrl(name, path, at);
          return code.slice(0, start) + JSON.stringify(url) + code.slice(to);
        }, js);
      return moduleOf(`${replaced}\n//# sourceURL=${STUDENT_URL}${path}\n`);
    });
  };
  const kept = (key: string, make: () => string): string => {
    const url = urls.get(key) ?? make();
    urls.set(key, url);
    return url;
  };
  return {
    // Async, so that every failure is a rejection.
    load: async (path) => (await import(/* @vite-ignore */ fileUrl(path, [], null))) as Exports,
    withPaths: (message) => [...urls].reduce((text, [path, url]) => text.replaceAll(url, path), message),
  };
}

const NOT_HERE =
  "which is not available here: files may import @tensorflow/tfjs-core, @robustness-lab/fixtures and each other";

/** A file that cannot be imported. */
export class LinkError extends SyntaxError {
  override readonly name = "SyntaxError";
  readonly at: Place | null;

  constructor(message: string, at: Place | null) {
    super(message);
    this.at = at && { path: at.path, line: at.line, column: at.column };
  }
}

/** The place of an offset. */
export function placeIn(path: string, text: string, offset: number): Place {
  const lines = text.slice(0, offset).split("\n");
  return { path, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function missingMessage(path: string, importer: string | undefined): string {
  return importer === undefined ? `${path} is missing` : `${importer} imports ${path}, which is missing`;
}

function circleMessage(chain: readonly string[]): string {
  const circle = chain.slice(chain.indexOf(chain.at(-1) ?? ""));
  return `${circle.join(" imports ")}: files that import each other in a circle do not run on this page`;
}

function resolve(name: string, importer: string): string {
  return new URL(name, `${STUDENT_URL}${importer}`).pathname.slice(1);
}

function packageCode(name: string, exports: readonly string[]): string {
  const names = exports.filter((each) => each !== "default" && /^[\w$]+$/.test(each));
  const source = `globalThis.${PACKAGES}[${JSON.stringify(name)}]`;
  // Not destructured, because some exports are named like words of the language.
  return names.map((each, index) => `const e${index} = ${source}.${each}; export { e${index} as ${each} };`).join("\n");
}

function moduleOf(code: string): string {
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}
