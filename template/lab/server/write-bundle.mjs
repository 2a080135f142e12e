import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const DAY_MS = 24 * 60 * 60 * 1000;
const THREAD = "engine/kernels/simd/threads/thread";
const GPU_THREAD = "engine/webgpu/browser-thread";
/** The packages that a student's file may import: student-files.ts rewrites these imports. */
const PACKAGES = ["@tensorflow/tfjs-core", "@robustness-lab/fixtures"];

/**
 * Bundles the server, and what it serves, into a new folder, and removes folders beside it that were unused for a day.
 *
 * @param {string} folder
 * @param {{ lab: string, fixtures: string }} sources their folders
 */
export async function writeBundle(folder, { lab, fixtures }) {
  const draft = `${folder}.${process.pid}`;
  const alias = JSON.parse(await readFile(join(lab, "engine-files.json"), "utf8"));
  const page = { ...PAGE, alias, outdir: join(draft, "public"), plugins: [forBrowsers(lab, fixtures)] };
  const entries = (names) => Object.fromEntries(names.map((name) => [name, join(lab, `${name}.ts`)]));
  await Promise.all([
    build({ ...SERVER, entryPoints: [join(lab, "server/serve.ts")], outfile: join(draft, "server.mjs") }),
    build({ ...page, entryPoints: entries(["page/main", "page/spare-worker"]) }),
    // The workers share modules with the student's files.
    build({
      ...page,
      entryPoints: {
        ...entries(["worker/main", "worker/trainer"]),
        [`fixtures/${THREAD}`]: join(fixtures, `${THREAD}.js`),
        [`fixtures/${GPU_THREAD}`]: join(fixtures, `${GPU_THREAD}.ts`),
        ...Object.fromEntries(PACKAGES.map((name) => [`packages/${name}`, name])),
      },
    }),
  ]);
  await rename(draft, folder).catch(async (error) => {
    await rm(draft, { recursive: true });
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  });
  for (const other of await readdir(dirname(folder))) {
    const path = join(dirname(folder), other);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > DAY_MS) await rm(path, { recursive: true, force: true });
  }
}

const COMMON = { bundle: true, format: "esm", logLevel: "silent" };

const SERVER = {
  ...COMMON,
  platform: "node",
  target: "node20",
  external: ["esbuild"],
  sourcemap: "inline",
  sourcesContent: false,
  plugins: [forNode()],
};

const PAGE = {
  ...COMMON,
  splitting: true,
  target: "es2022",
  minify: true,
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "chunks/[name]-[hash]",
  publicPath: "/",
  // Production builds: some development builds log to the console.
  conditions: ["module", "browser", "production"],
};

/** Modules know their own files. The server computes nothing, so it loads no TensorFlow.js. */
function forNode() {
  return {
    name: "for-node",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@tensorflow\// }, ({ path }) => ({ path, external: true, sideEffects: false }));
      onLoad({ filter: /\.ts$/ }, ({ path }) => withOwnUrl(path, JSON.stringify(pathToFileURL(path).href)));
    },
  };
}

/** Modules and workers have the addresses that the server gives them. */
function forBrowsers(lab, fixtures) {
  const addressOf = (path) =>
    path.startsWith(fixtures) ? `/fixtures/${relative(fixtures, path)}` : `/${relative(lab, path)}`;
  return {
    name: "for-browsers",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^virtual:student-source$/ }, () => ({ path: "/student-source.js", external: true }));
      onResolve({ filter: /\?url$/ }, async ({ path, kind, resolveDir }) => {
        const found = await resolve(path.replace(/\?url$/, ""), { kind, resolveDir });
        return { ...found, namespace: "address" };
      });
      onLoad({ filter: /.*/, namespace: "address" }, async ({ path }) => ({
        contents: await readFile(path),
        loader: "file",
      }));
      // new URL("../worker/main.ts", import.meta.url) must not depend on the chunk that it ends up in.
      onLoad({ filter: /[\\/](lab|engine)[\\/].*\.ts$/ }, ({ path }) =>
        withOwnUrl(path, `new URL(${JSON.stringify(addressOf(path).replaceAll("\\", "/"))}, location.origin).href`),
      );
    },
  };
}

/** @returns undefined for a file that does not ask for its URL */
async function withOwnUrl(path, url) {
  const text = await readFile(path, "utf8");
  return text.includes("import.meta.url")
    ? { contents: text.replaceAll("import.meta.url", () => url), loader: "ts" }
    : undefined;
}
