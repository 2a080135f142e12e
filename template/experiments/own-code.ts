import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { ALL_EXERCISES } from "@robustness-lab/fixtures";
import { digestedText } from "./digested-text.ts";
import { stubOf, type Functions } from "./training/functions.ts";

/** The functions under src/, and a digest of their text. */
export interface OwnCode {
  readonly functions: Functions;
  /** Of all files but those of Problem 1, which no experiment uses. */
  readonly digest: string;
}

/** Imports the files of Problem 2 one by one, so that one that does not load stops only what needs its functions. */
export async function importOwnCode(folder: string): Promise<OwnCode> {
  const exercises = ALL_EXERCISES.filter(({ file }) => file.startsWith("mnist/"));
  const entries = exercises.map(async ({ file, functions }) => {
    const exported = await importFile(folder, file);
    return functions.map((name) => [name, exported(name)] as const);
  });
  const functions = Object.fromEntries((await Promise.all(entries)).flat()) as unknown as Functions;
  return { functions, digest: await digestOf(folder) };
}

/** Why an experiment cannot go on: a stub, or an error with its place in src/. */
export type Hindrance = { readonly waitsFor: string } | { readonly error: string };

/** Explains an error that one of your functions threw, in one line with its place: "... (src/mnist/train.ts:20:34)". */
export function hindranceOf(error: unknown, folder: string): Hindrance {
  const stub = stubOf(error);
  if (stub !== undefined) return { waitsFor: stub };
  if (!(error instanceof Error)) return { error: String(error) };
  const own = `${toOwnPath(folder)}/`;
  const toLine = (text: string): string =>
    toOwnPath(text)
      .replaceAll(own, `${basename(folder)}/`)
      .replaceAll(/\s*\n\s*/g, " ");
  const [, ...frames] = (error.stack ?? "").slice(error.stack?.indexOf("\n    at ")).split("\n");
  const place = frames
    .map(toOwnPath)
    .find((frame) => frame.includes(own))
    ?.split(own)[1]
    ?.replace(")", "");
  const where = place === undefined ? "" : ` (${basename(folder)}/${place})`;
  return { error: `${error.name}: ${toLine(error.message)}${where}` };
}

async function importFile(folder: string, file: string): Promise<(name: string) => unknown> {
  try {
    const exported = (await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, unknown>>;
    return (name) => exported[name] ?? throwing(`${file} does not export ${name}`);
  } catch (cause) {
    return () => throwing(`${file} does not load: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function throwing(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

/** The digest of a folder src/. */
export async function digestOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map(async (file) => {
    return [relative(folder, file).split(sep).join("/"), await readFile(file, "utf8")] as const;
  });
  const digested = digestedText(await Promise.all(texts));
  return createHash("sha256").update(digested).digest("hex").slice(0, 16);
}

/** With forward slashes, as in the frames of an error's stack. */
function toOwnPath(text: string): string {
  return sep === "/" ? text : text.replaceAll(sep, "/");
}
