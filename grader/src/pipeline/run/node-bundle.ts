import { dirname } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";

/** esbuild options for a Node bundle that contains tfjs. */
export const NODE_BUNDLE = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // The ES modules of tfjs: CommonJS builds would hide the export names from a submission's imports.
  mainFields: ["module", "main"],
  // Messages of tfjs contain the names of classes; keepNames would rename each closure while it runs.
  minifySyntax: true,
  minifyWhitespace: true,
  // A third of what a child loads, with its tables of Unicode. tfjs requires it to fetch only, and a sandbox has no network.
  external: ["node-fetch"],
  legalComments: "none",
  logLevel: "silent",
  // The ES modules of tfjs still call require for Node's built-in modules.
  banner: {
    js: [
      'import { createRequire as __createRequire } from "node:module";',
      'import { fileURLToPath as __fileURLToPath, URL as __URL } from "node:url";',
      "const require = __createRequire(import.meta.url);",
      'const __dirname = __fileURLToPath(new __URL(".", import.meta.url));',
      "const __filename = __fileURLToPath(import.meta.url);",
    ].join(""),
  },
} as const satisfies BuildOptions;

/**
 * Registers gradients and chained ops by the modules of tfjs that are bundled anyway, instead of by the copies that Node needs
 * without a bundle.
 */
export const REGISTRATIONS: Plugin = {
  name: "registrations",
  setup: (build) =>
    build.onLoad({ filter: /[/\\]registrations\.generated\.js$/ }, ({ path }) => ({
      contents: ["register_all_gradients", "public/chained_ops/register_all_chained_ops"]
        .map((file) => `import "@tensorflow/tfjs-core/dist/${file}.js";`)
        .join(""),
      resolveDir: dirname(path),
    })),
};
