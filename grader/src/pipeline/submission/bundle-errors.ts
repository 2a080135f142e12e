import type { Message } from "esbuild";
import { pathInWords, quoted } from "../../shared/quote.ts";
import { NAMESPACE } from "./bundle-plugin.ts";

/** A module that cannot be built, and why: one sentence with the file, the line number and the line. */
export interface ModuleError {
  readonly status: "error";
  readonly message: string;
  /** The file with the mistake, src/…, which need not be the exercise's file. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** An import that the submission may not make. */
export interface RefusedImport {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

const MAX_SHOWN = 160;

/** The error of the module whose exercise is in `file`: esbuild's first error, and the number of others. */
export function toModuleError(file: string, errors: readonly Message[]): ModuleError {
  const [first, ...rest] = errors;
  if (first === undefined) return moduleError(file, "it cannot be built");
  const where = placeOf(first);
  const line = where.line === 0 ? "" : `:${where.line}`;
  const source = first.location?.lineText.trim() ?? "";
  const shown = source === "" ? "" : ` (in: ${quoted(source, MAX_SHOWN)})`;
  const more = rest.length === 0 ? "" : `, and ${rest.length} more like it`;
  const message = `${pathInWords(where.file || file)}${line}: ${cut(firstLine(toPaths(first.text)), 2 * MAX_SHOWN)}${shown}${more}`;
  return { status: "error", message, file: where.file || file, ...(where.line === 0 ? {} : { line: where.line }) };
}

/** An error of the whole file. */
export function moduleError(file: string, why: string): ModuleError {
  return { status: "error", message: `${pathInWords(file)}: ${why}`, file };
}

/** The refused imports among esbuild's errors. */
export function refusedImports(errors: readonly Message[]): readonly RefusedImport[] {
  return errors.flatMap((error) => {
    const detail: unknown = error.detail;
    if (typeof detail !== "object" || detail === null || !("refused" in detail)) return [];
    return [{ ...placeOf(error), specifier: cut(String(detail.refused)) }];
  });
}

function placeOf({ location }: Message): { readonly file: string; readonly line: number } {
  return { file: toPath(location?.file ?? ""), line: location?.line ?? 0 };
}

/** The path of a file that esbuild spells with its namespace: "submission:src/a.ts". */
export function toPath(file: string): string {
  return file.startsWith(`${NAMESPACE}:`) ? file.slice(NAMESPACE.length + 1) : file;
}

function toPaths(text: string): string {
  return text
    .replaceAll(`"${NAMESPACE}:`, '"')
    .replace(/^(No matching export in )("@[^"]+")( for import "default")$/, "$1$2$3; write import * as tf from $2");
}

function firstLine(text: string): string {
  return text.split("\n", 1).join();
}

function cut(text: string, length = MAX_SHOWN): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
