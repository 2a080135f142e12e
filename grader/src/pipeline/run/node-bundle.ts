import type { BuildOptions } from "esbuild";

/** esbuild options for a Node bundle that contains tfjs. */
export const NODE_BUNDLE = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // The ES modules of tfjs: CommonJS builds would hide the export names from a submission's imports.
  mainFields: ["module", "main"],
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "silent",
  // The ES modules of tfjs still call require for Node's built-in modules.
  banner: {
    js: [
      'import { createRequire as __createRequire } from "node:module";',
      'import { fileURLToPath as __fileURLToPath } from "node:url";',
      "const require = __createRequire(import.meta.url);",
      'const __dirname = __fileURLToPath(new URL(".", import.meta.url));',
      "const __filename = __fileURLToPath(import.meta.url);",
    ].join(""),
  },
} as const satisfies BuildOptions;
