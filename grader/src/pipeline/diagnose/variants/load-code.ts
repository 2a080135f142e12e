import { compileFunction } from "node:vm";
import * as fixtures from "@robustness-lab/fixtures";
import * as tfCore from "@tensorflow/tfjs-core";
import * as tfLayers from "@tensorflow/tfjs-layers";

/** The exports of one exercise file, by name. */
export type Functions = Readonly<Record<string, unknown>>;

/** The imports of exercise files. Variants share this process's TensorFlow, so that tensors can be passed to them. */
const PACKAGES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["@tensorflow/tfjs-core", tfCore],
  ["@tensorflow/tfjs-layers", tfLayers],
  ["@robustness-lab/fixtures", fixtures],
]);

/** The free number of a family: variants read it whenever they are called. */
export interface Parameter {
  value: number;
}

/**
 * Runs a compiled exercise file, a CommonJS module, in this process. Only for code of this repository, never for submissions.
 *
 * @param parameter for a family
 */
export function loadCode(code: string, filename: string, parameter?: Parameter): Functions {
  const module: { exports: Functions } = { exports: {} };
  const run = compileFunction(code, ["require", "module", "PARAMETER"], { filename }) as Run;
  run(requirePackage, module, parameter);
  return module.exports;
}

type Run = (require: (name: string) => unknown, module: { exports: Functions }, parameter?: Parameter) => void;

function requirePackage(name: string): unknown {
  const found = PACKAGES.get(name);
  // Exercise files do not import each other: the other file would not be the patched one.
  if (found === undefined) throw new Error(`an exercise file imports ${name}, which is none of the packages`);
  return found;
}
