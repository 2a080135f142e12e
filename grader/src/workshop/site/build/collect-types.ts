import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { FaultError } from "../../../shared/errors.ts";
import { OPTIONS } from "../typescript/options.ts";

/**
 * The declarations that a student's files need, by the path that the worker gives them: those of the language, of
 * TensorFlow.js and of the fixtures.
 *
 * @param root the repository
 */
export function collectTypes(root: string): Record<string, string> {
  const index = join(root, "template/src/index.ts");
  const program = ts.createProgram([index], OPTIONS);
  const real = realpathSync(root);
  const files = program
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((path) => !path.includes("/template/src/"));
  const settings = [...new Set(files.map(packageOf))].filter((path) => path !== undefined);
  const texts = [...files, ...settings].map((path) => [virtualPath(path, real), readFileSync(path, "utf8")]);
  return loosened(Object.fromEntries(texts) as Record<string, string>);
}

const TENSOR = "/node_modules/@tensorflow/tfjs-core/dist/tensor.d.ts";

/** Ops nest without annotations, as in a student's package: see fixtures/engine/loosen-types.mjs. @throws FaultError */
function loosened(types: Readonly<Record<string, string>>): Record<string, string> {
  const [strict, loose] = ["class Tensor<R extends Rank = Rank>", "class Tensor<R extends Rank = any>"];
  const text = types[TENSOR]?.replace(strict, loose);
  if (text?.includes(loose) !== true) throw new FaultError(`${TENSOR} does not declare "${strict}" any more`);
  return { ...types, [TENSOR]: text };
}

/** The package.json of a file: it says which file an import of the package's name is. */
function packageOf(path: string): string | undefined {
  const folder = ts.findConfigFile(dirname(path), existsSync, "package.json");
  return /\/typescript\/lib\//.test(path) ? undefined : folder;
}

function virtualPath(path: string, root: string): string {
  const library = /\/typescript\/lib\/([^/]+)$/.exec(path)?.[1];
  if (library !== undefined) return `/${library}`;
  const inside = path.slice(root.length);
  return inside.replace(/^\/fixtures\//, "/node_modules/@robustness-lab/fixtures/");
}
