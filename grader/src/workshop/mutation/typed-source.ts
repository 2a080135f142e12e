import { join } from "node:path";
import ts from "typescript";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";
import type { TypedSource } from "./mutant.ts";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

/** Parses files of the solution with their types. @param texts by path under solution/src; the files need not exist */
export function typedSources(texts: ReadonlyMap<string, string>): readonly TypedSource[] {
  const folder = join(SOLUTION_FOLDER, "src");
  const own = new Map([...texts].map(([file, text]) => [join(folder, file), text]));
  const host = ts.createCompilerHost(OPTIONS);
  const program = ts.createProgram([...own.keys()], OPTIONS, {
    ...host,
    fileExists: (path) => own.has(path) || host.fileExists(path),
    readFile: (path) => own.get(path) ?? host.readFile(path),
    getSourceFile: (path, options) => {
      const text = own.get(path);
      return text === undefined ? host.getSourceFile(path, options) : ts.createSourceFile(path, text, options, true);
    },
  });
  const types = program.getTypeChecker();
  return [...texts].map(([file, text]) => {
    const tree = program.getSourceFile(join(folder, file));
    if (tree === undefined) throw new Error(`${file} was not parsed`);
    return { file, text, tree, types };
  });
}
