#!/usr/bin/env node
/*
 * `node grader/bin/run.mjs grade ...` runs grader/src/cli/grade.ts with the arguments that follow. It bundles our own files into
 * one first, which takes a tenth of a second, and leaves the packages to Node: a loader of TypeScript would be asked for each file
 * of each package, which takes three seconds for a grade.
 */
import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Beside the packages, so that they are found from there. */
const FOLDER = join(ROOT, "node_modules/.cache/run");
const DAY_MS = 24 * 60 * 60 * 1000;

const [command = "", ...args] = process.argv.slice(2);
const entry = join(ROOT, "grader/src/cli", `${command}.ts`);
const file = await bundled();
process.argv = [process.execPath, entry, ...args];
process.setSourceMapsEnabled(true);
if (file === undefined) (await import("tsx/esm/api")).register();
await import(pathToFileURL(file ?? entry).href);

/** The bundle's file; undefined where the packages' folder cannot be written, as in an image. */
async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [entry],
    outfile: join(FOLDER, `${command}.mjs`),
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    keepNames: true,
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "warning",
    plugins: [ownFilesOnly()],
    define: { "import.meta.url": "ownUrl" },
  });
  const [{ contents }] = outputFiles;
  const name = `${command}-${createHash("sha256").update(contents).digest("hex").slice(0, 16)}.mjs`;
  try {
    await keep(name, contents);
    return join(FOLDER, name);
  } catch {
    return undefined;
  }
}

/** Bundles what is ours; each file goes on to know where it lies. Packages are left to be imported. */
function ownFilesOnly() {
  return {
    name: "own-files-only",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind === "entry-point" || path.startsWith("@robustness-lab/") ? undefined : { path, external: true },
      );
      onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
        contents: `const ownUrl = ${JSON.stringify(pathToFileURL(path).href)};${await readFile(path, "utf8")}`,
        loader: "ts",
      }));
    },
  };
}

/** Writes a bundle that is not there yet, whole or not at all, and removes those that were for older sources. */
async function keep(name, contents) {
  const isThere = await access(join(FOLDER, name)).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await mkdir(FOLDER, { recursive: true });
  const draft = join(FOLDER, `${name}.${process.pid}`);
  await writeFile(draft, contents);
  await rename(draft, join(FOLDER, name));
  for (const other of await readdir(FOLDER)) {
    const age = Date.now() - (await stat(join(FOLDER, other)).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (other !== name && age > DAY_MS) await rm(join(FOLDER, other), { force: true });
  }
}
