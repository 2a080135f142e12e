import ts from "typescript";

/** What template/tsconfig.json asks for, where a student's files are /src and their packages are below /node_modules. */
export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  // The types of Node take long to load, and code under src/ uses none of it but what GLOBALS declares.
  types: [],
  strict: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Files that are not part of types.json: the student's package.json makes .ts files modules. */
export const SETTINGS_FILES: Readonly<Record<string, string>> = {
  "/package.json": '{ "type": "module" }',
  "/globals.d.ts": `
/** Its lines appear in the console below the editor. */
declare const console: Record<"log" | "info" | "warn" | "error" | "debug" | "table", (...values: unknown[]) => void>;
declare const performance: { now(): number };
`,
};
