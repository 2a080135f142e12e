import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

/**
 * Bundles a worker into a folder, so that starting a thread does not include loading TypeScript.
 *
 * @returns the file
 */
export async function bundleWorker(entry: URL, folder: string): Promise<string> {
  const outfile = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    keepNames: true,
    sourcemap: "inline",
    logLevel: "warning",
    define: { "import.meta.url": "ownUrl" },
    plugins: [OWN_FILES_ONLY],
  });
  return outfile;
}

/** As in the launcher: our own files are bundled, each with its own URL; packages stay imports. */
const OWN_FILES_ONLY: Plugin = {
  name: "own-files-only",
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("@robustness-lab/") ? undefined : { path, external: true },
    );
    bundle.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: `const ownUrl = ${JSON.stringify(pathToFileURL(path).href)};${await readFile(path, "utf8")}`,
      loader: "ts",
    }));
  },
};
