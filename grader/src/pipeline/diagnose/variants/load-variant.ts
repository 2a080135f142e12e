import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as fixtures from "@robustness-lab/fixtures";
import * as tfCore from "@tensorflow/tfjs-core";
import * as tfLayers from "@tensorflow/tfjs-layers";
import { transform } from "esbuild";
import { applyPatch, type Patch } from "./patch.ts";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";

/*
 * A variant is the reference solution with a patch: a misconception or an alternative of the corpora.
 */

/** The text of a file of the reference, patched or not. */
export type Variant = Patch | Original;

/** An exercise file as it is. */
export interface Original {
  readonly id: "reference";
  readonly file: string;
}

/** The free number of a family: variants read it whenever they are called. */
export interface Parameter {
  value: number;
}

/** The text for the free number in a patch. */
export const PARAMETER = "PARAMETER.value";

/** The exports of one exercise file, by name. */
export type Functions = Readonly<Record<string, unknown>>;

/** The imports of exercise files. Variants share this process's TensorFlow, so that tensors can be passed to them. */
const PACKAGES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["@tensorflow/tfjs-core", tfCore],
  ["@tensorflow/tfjs-layers", tfLayers],
  ["@robustness-lab/fixtures", fixtures],
]);

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
  const module: { exports: Functions } = { exports: {} };
  const run = compileFunction(code, ["require", "module", "PARAMETER"], { filename: name }) as Run;
  run(requirePackage, module, parameter);
  return module.exports;
}

/** The source of a variant's file. @throws Error when the patch does not apply */
export async function variantText(variant: Variant): Promise<string> {
  const text = await readFile(join(SOLUTION_FOLDER, "src", variant.file), "utf8");
  return "find" in variant ? applyPatch(text, variant) : text;
}

type Run = (require: (name: string) => unknown, module: { exports: Functions }, parameter?: Parameter) => void;

function requirePackage(name: string): unknown {
  const found = PACKAGES.get(name);
  // Exercise files do not import each other: the other file would not be the patched one.
  if (found === undefined) throw new Error(`an exercise file imports ${name}, which is none of the packages`);
  return found;
}
