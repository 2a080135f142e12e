import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PartialMessage } from "esbuild";
import { decode, formatBytes, isCode } from "@robustness-lab/fixtures/hand-in";
import type { Compiler } from "./compiler.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import type { StagedFiles } from "./stage.ts";

/** A source file that can be bundled, or its errors. */
export type SourceFile =
  | { readonly status: "ok"; readonly text: string; readonly loader: Loader }
  | { readonly status: "error"; readonly errors: readonly PartialMessage[] };

type Loader = "ts" | "js" | "json";

/*
 * Each pattern runs on up to 128 KiB of untrusted text in our process, so it must not backtrack more than a few steps.
 */

/** A call of import or require with anything but one plain string, in esbuild's output, which has no spaces. */
const COMPUTED_IMPORT = /(?<![\w$])(?<!(?<!\.\.)\.)(import|require)(\?\.)?\((?!("[^"\\]*"|'[^'\\]*'|`[^`$\\]*`)[,)])/;
/** The same in source code; only to find the line. */
const COMPUTED_IMPORT_AS_WRITTEN =
  /\b(import|require)\s{0,20}(\?\.)?\s{0,20}\((?!\s{0,20}("[^"\\]*"|'[^'\\]*'|`[^`$\\]*`)\s{0,20}[,)])/;

/** Reads every source file and compiles it separately, so that its errors are known before another file imports it. */
export async function readSources(staged: StagedFiles, compiler: Compiler): Promise<ReadonlyMap<string, SourceFile>> {
  const sources = new Map<string, SourceFile>();
  for (const path of staged.files.filter(isSource)) sources.set(path, await readSource(staged.folder, path, compiler));
  return sources;
}

function isSource(path: string): boolean {
  return path.startsWith("src/") && isCode(path);
}

async function readSource(folder: string, path: string, compiler: Compiler): Promise<SourceFile> {
  const bytes = await readFile(join(folder, path));
  if (bytes.length > STAGING_LIMITS.maxSourceBytes) return atFile(path, tooLarge(bytes.length));
  const { text, ...rest } = decode(bytes);
  if (text === undefined)
    return atFile(path, "it is not text in UTF-8; save it as UTF-8", "line" in rest ? rest.line : 0);
  const loader = loaderOf(path);
  if (loader === "json") return { status: "ok", text, loader };
  const compiled = await compiler.transform(text, { ...TRANSFORM, sourcefile: path, loader });
  if (compiled.status === "failed") return { status: "error", errors: compiled.errors };
  if (compiled.status === "stalled") return atFile(path, "it takes too long to compile");
  if (compiled.value.length > STAGING_LIMITS.maxBundleBytes)
    return atFile(path, "it compiles to far more than it holds");
  // Given import(`../../${name}`), esbuild would search every folder it can reach for matching files.
  if (COMPUTED_IMPORT.test(compiled.value)) return { status: "error", errors: [computedImport(path, text)] };
  return { status: "ok", text, loader };
}

const TRANSFORM = {
  format: "esm",
  target: "node20",
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "silent",
  tsconfigRaw: "{}",
} as const;

function loaderOf(path: string): Loader {
  if (path.endsWith(".json")) return "json";
  return path.endsWith(".js") ? "js" : "ts";
}

function tooLarge(bytes: number): string {
  return `it is ${formatBytes(bytes)}; source files over ${formatBytes(STAGING_LIMITS.maxSourceBytes)} are not compiled`;
}

function atFile(file: string, text: string, line = 0): SourceFile {
  return { status: "error", errors: [{ text, location: { file, line, lineText: "" } }] };
}

function computedImport(file: string, text: string): PartialMessage {
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) => COMPUTED_IMPORT_AS_WRITTEN.test(line));
  const location = { file, line: index + 1, lineText: lines[index] ?? "" };
  const message =
    'import() and require() of a computed name are not allowed; write the name out, as in import("./x.ts")';
  return { text: message, location, detail: { refused: "a computed name" } satisfies RefusalDetail };
}

/** Marks the message of a refused import, to distinguish it from one that merely fails. */
export interface RefusalDetail {
  readonly refused: string;
}
