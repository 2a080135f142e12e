import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { loadCode, type Functions, type Parameter } from "./load-code.ts";
import { applyPatch, type Patch } from "./patch.ts";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";

/*
 * A variant is the reference solution with a patch: a misconception or an alternative of the corpora.
 */

/** The text of a file of the reference, patched or not. */
export type Variant = Patch | Original;

/** An exercise file as it is. */
interface Original {
  readonly id: "reference";
  readonly file: string;
}

/** The text for the free number in a patch. */
export const PARAMETER = "PARAMETER.value";

/**
 * Loads the file of a variant into this process. Only for patches in this repository, never for submissions.
 *
 * @param parameter for a family
 * @throws Error when the patch does not apply
 */
export async function loadVariant(variant: Variant, parameter?: Parameter): Promise<Functions> {
  return loadFile(variant.id, await variantText(variant), parameter);
}

/**
 * Loads the text of an exercise file into this process. Only for texts in this repository, never for submissions.
 *
 * @param parameter the value of PARAMETER in the text
 */
export async function loadFile(name: string, text: string, parameter?: Parameter): Promise<Functions> {
  const { code } = await transform(text, { loader: "ts", format: "cjs", target: "node20" });
  return loadCode(code, name, parameter);
}

/** The source of a variant's file. @throws Error when the patch does not apply */
export async function variantText(variant: Variant): Promise<string> {
  const text = await readFile(join(SOLUTION_FOLDER, "src", variant.file), "utf8");
  return "find" in variant ? applyPatch(text, variant) : text;
}
