import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as fixtures from "@robustness-lab/fixtures";
import * as tfCore from "@tensorflow/tfjs-core";
import * as tfLayers from "@tensorflow/tfjs-layers";
import { transform } from "esbuild";
import { applyPatch, type Patch } from "./patch.ts";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";

/** The functions of one exercise file, by name. */
export type Functions = Readonly<Record<string, unknown>>;

/** What an exercise file may import, as this process has it: its tensors are our tensors. */
const PACKAGES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["@tensorflow/tfjs-core", tfCore],
  ["@tensorflow/tfjs-layers", tfLayers],
  ["@robustness-lab/fixtures", fixtures],
]);

/**
 * The functions of the reference's file with a change, loaded into this process: code of our own, and no submission.
 *
 * @throws Error when the patch does not apply
 */
export async function loadVariant(patch: Patch): Promise<Functions> {
  const { code } = await transform(await variantText(patch), { loader: "ts", format: "cjs", target: "node20" });
  const module: { exports: Functions } = { exports: {} };
  const run = compileFunction(code, ["require", "module"], { filename: patch.id }) as Run;
  run(requirePackage, module);
  return module.exports;
}

/** The text of the reference's file with a change. @throws Error when the patch does not apply */
export async function variantText(patch: Patch): Promise<string> {
  return applyPatch(await readFile(join(SOLUTION_FOLDER, "src", patch.file), "utf8"), patch);
}

type Run = (require: (name: string) => unknown, module: { exports: Functions }) => void;

function requirePackage(name: string): unknown {
  const found = PACKAGES.get(name);
  // Each exercise file stands by itself; one that imported another would get the wrong one here.
  if (found === undefined) throw new Error(`an exercise file imports ${name}, which is none of the packages`);
  return found;
}
