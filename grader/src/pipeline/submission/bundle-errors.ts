import type { Message } from "esbuild";
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
  const shown = source === "" ? "" : ` (in: ${cut(source)})`;
  const more = rest.length === 0 ? "" : `, and ${rest.length} more like it`;
  const message = `${where.file || file}${line}: ${cut(firstLine(toPaths(first.text)), 2 * MAX_SHOWN)}${shown}${more}`;
  return { status: "error", message, file: where.file || file, ...(where.line === 0 ? {} : { line: where.line }) };
}

/** An error of the whole file. */
export function moduleError(file: string, why: string): ModuleError {
  return { status: "error", message: `${file}: ${why}`, file };
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
  const file = location?.file ?? "";
  const prefix = `${NAMESPACE}:`;
  return { file: file.startsWith(prefix) ? file.slice(prefix.length) : file, line: location?.line ?? 0 };
}

/** esbuild spells files with their namespace: "submission:src/a.ts". */
function toPaths(text: string): string {
  return text.replaceAll(`"${NAMESPACE}:`, '"');
}

function firstLine(text: string): string {
  return text.split("\n", 1).join();
}

function cut(text: string, length = MAX_SHOWN): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
