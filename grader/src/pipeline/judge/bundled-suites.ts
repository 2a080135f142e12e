import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { bundledScript } from "../../shared/bundled-script.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { NODE_BUNDLE, REGISTRATIONS } from "../run/node-bundle.ts";
import type { SuiteRun } from "./suite-run.ts";

const SUITES = new URL("./suites/", import.meta.url);

/**
 * A suite in one file, which its process imports as it is: it would take half a second to fetch and translate hundreds.
 *
 * @param entry relative to suites/
 * @returns the path of the file
 */
export async function bundledSuites(entry: string, engine: SuiteRun["engine"]): Promise<string> {
  const plugins =
    engine === "wasm"
      ? [ownUrls, REGISTRATIONS]
      : // A native package computes with the tfjs that is installed.
        [ownUrls, keptImports(/^@tensorflow\//)];
  const { code, file } = await bundledScript(new URL(entry, SUITES), {
    name: `${basename(entry, ".ts")}-${engine}`,
    build: { ...NODE_BUNDLE, plugins, define: { "import.meta.url": "ownUrl" } },
    builders: ["src/pipeline/judge/bundled-suites.ts", "src/pipeline/run/node-bundle.ts"],
  });
  if (file !== undefined) return file;
  // Removed when this process ends.
  const { folder } = await makeScratch();
  const written = join(folder, "suites.mjs");
  await writeFile(written, code);
  return written;
}

/** Our files find others by their own URLs. */
const ownUrls: Plugin = {
  name: "own-urls",
  setup: (build) =>
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: `const ownUrl = ${JSON.stringify(pathToFileURL(path).href)};${await readFile(path, "utf8")}`,
      loader: "ts",
    })),
};

/** Imports that are made from where the packages are installed. */
function keptImports(kept: RegExp): Plugin {
  return {
    name: "kept-imports",
    setup: (build) =>
      build.onResolve({ filter: kept }, async ({ path, kind, resolveDir, pluginData }) => {
        if (pluginData === kept) return undefined;
        const found = await build.resolve(path, { kind, resolveDir, pluginData: kept });
        return { path: pathToFileURL(found.path).href, external: true };
      }),
  };
}
