import type { Translation } from "../typescript/translate.ts";

/** The exports of a module. */
export type Exports = Readonly<Record<string, unknown>>;

/** The student's files, translated, by path: "src/mnist/fgsm.ts". */
export type Translations = Readonly<Record<string, Translation>>;

/** Where the student's files seem to lie, so that frames of errors name them. */
export const STUDENT_URL = "https://student/";

const PACKAGES = "__packages";

/**
 * Makes modules of translated files: each becomes a blob whose imports are the blobs of others, or of the given packages.
 * Lines and columns stay, but for columns behind an import's name.
 *
 * @returns imports a file @throws what importing it throws: an Error that names the file and place, or its own
 */
export function makeLinker(files: Translations, packages: Readonly<Record<string, Exports>>) {
  const urls = new Map<string, string>();
  // Modules of blobs share nothing with this one but the global object.
  Object.assign(globalThis, { [PACKAGES]: packages });

  const packageUrl = (name: string, importer: string): string => {
    const exports = packages[name];
    if (exports === undefined) throw new TypeError(`${importer} imports "${name}", ${NOT_HERE}`);
    return kept(name, () => moduleOf(packageCode(name, Object.keys(exports))));
  };
  const fileUrl = (path: string, above: readonly string[]): string => {
    if (above.includes(path)) throw new SyntaxError(circleMessage([...above, path]));
    return kept(path, () => {
      const { js, imports, error } = files[path] ?? missing(path, above.at(-1));
      if (error !== null) throw new BrokenFileError(path, error);
      const replaced = imports
        .toSorted((a, b) => b.from - a.from)
        .reduce((code, { from, to, name }) => {
          const url = name.startsWith(".") ? fileUrl(resolve(name, path), [...above, path]) : packageUrl(name, path);
          return code.slice(0, from) + JSON.stringify(url) + code.slice(to);
        }, js);
      return moduleOf(`${replaced}\n//# sourceURL=${STUDENT_URL}${path}\n`);
    });
  };
  const kept = (key: string, make: () => string): string => {
    const url = urls.get(key) ?? make();
    urls.set(key, url);
    return url;
  };
  // Async, so that every failure is a rejection.
  return async (path: string): Promise<Exports> => (await import(/* @vite-ignore */ fileUrl(path, []))) as Exports;
}

const NOT_HERE =
  "which is not available here: files may import @tensorflow/tfjs-core, @robustness-lab/fixtures and each other";

/** A file that is no valid TypeScript. */
export class BrokenFileError extends SyntaxError {
  override readonly name = "SyntaxError";
  readonly at: { readonly path: string; readonly line: number; readonly column: number };

  constructor(path: string, { message, line, column }: NonNullable<Translation["error"]>) {
    super(`${path}:${line}:${column} ${message}`);
    this.at = { path, line, column };
  }
}

function missing(path: string, importer: string | undefined): never {
  throw new TypeError(importer === undefined ? `${path} is missing` : `${importer} imports ${path}, which is missing`);
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
