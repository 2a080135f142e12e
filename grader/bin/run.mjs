#!/usr/bin/env node
/*
 * `node grader/bin/run.mjs grade ...` runs grader/src/cli/grade.ts with the arguments that follow. It bundles our own files into
 * one first, which takes a tenth of a second, and leaves the packages to Node: a loader of TypeScript would be asked for each file
 * of each package, which takes three seconds for a grade.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
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

/**
 * The bundle's file; undefined where the packages' folder cannot be written, as in an image. What the source imports late is a
 * file of its own, and so are the packages that only that needs loaded late.
 */
async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [entry],
    outdir: FOLDER,
    outExtension: { ".js": ".mjs" },
    write: false,
    bundle: true,
    splitting: true,
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
  const hash = createHash("sha256");
  for (const { contents } of outputFiles) hash.update(contents);
  const name = `${command}-${hash.digest("hex").slice(0, 16)}`;
  try {
    await keep(name, outputFiles);
    return join(FOLDER, name, `${command}.mjs`);
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

/** Writes a bundle that is not there yet, whole or not at all, and removes those that nobody has asked for in a day. */
async function keep(name, files) {
  if (existsSync(join(FOLDER, name))) {
    const now = new Date();
    return utimes(join(FOLDER, name), now, now);
  }
  const draft = join(FOLDER, `${name}.${process.pid}`);
  await mkdir(draft, { recursive: true });
  for (const { path, contents } of files) await writeFile(join(draft, basename(path)), contents);
  await rename(draft, join(FOLDER, name)).catch(async (error) => {
    await rm(draft, { recursive: true });
    // Another process was faster.
    if (!existsSync(join(FOLDER, name))) throw error;
  });
  for (const other of await readdir(FOLDER)) {
    const { mtimeMs } = await stat(join(FOLDER, other)).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > DAY_MS) await rm(join(FOLDER, other), { recursive: true, force: true });
  }
}
