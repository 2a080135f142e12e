import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { writeWhole } from "@robustness-lab/fixtures/files";
import { build, type BuildOptions, type Plugin } from "esbuild";
import type { Handler } from "./answer.ts";
import { engineFiles } from "./engine-files.ts";
import { LAB, nearestPackages } from "./folders.ts";

/** The address of the module that imports the student's files. */
export const STUDENT_SOURCE = "/student-source.js";

/** The addresses of the packages that a student's file may import. */
export const PACKAGES: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs-core": "/packages/tfjs-core.js",
  "@robustness-lab/fixtures": "/packages/fixtures.js",
};

const FIXTURES = dirname(dirname(createRequire(import.meta.url).resolve("@robustness-lab/fixtures")));
const THREAD = "engine/kernels/simd/threads/thread";

/** The page, and the workers that share modules with the student's files: by address, without .js. */
const BUILDS: readonly Readonly<Record<string, string>>[] = [
  { "page/main": join(LAB, "page/main.ts"), "page/early-worker": join(LAB, "page/early-worker.ts") },
  {
    "worker/main": join(LAB, "worker/main.ts"),
    "worker/trainer": join(LAB, "worker/trainer.ts"),
    [`fixtures/${THREAD}`]: join(FIXTURES, `${THREAD}.js`),
    "packages/tfjs-core": "@tensorflow/tfjs-core",
    "packages/fixtures": "@robustness-lab/fixtures",
  },
];

const CACHE = join(nearestPackages(LAB), ".cache", "lab", "bundle");

interface Bundle {
  /** Each file that decides what is in it, with its size and time. */
  readonly sources: ReadonlyMap<string, string>;
  /** By address. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Serves the page's and the workers' scripts, in few files: bundled once, and again after a change of the sources. */
export function bundle(): Handler {
  const made = readFresh().then((cached) => cached ?? makeBundle());
  made.catch(() => {});
  return async (_request, { pathname }) => {
    const type = TYPES.find(([ending]) => ending.test(pathname))?.[1];
    if (type === undefined || pathname === STUDENT_SOURCE || !OURS.test(pathname)) return undefined;
    // Workers are started by the address of their source.
    const body = (await made).files.get(pathname.replace(/\.ts$/, ".js"));
    return body && { type, body, ...(pathname.startsWith(HASHED) && { cache: "immutable" }) };
  };
}

const HASHED = "/chunks/";
const OURS = /^\/(page|worker|packages|fixtures|chunks)\//;
const TYPES = [
  [/\.[jt]s$/, "text/javascript; charset=utf-8"],
  [/\.wasm$/, "application/wasm"],
] as const;

/** The bundle of an earlier start, if nothing has changed since. */
async function readFresh(): Promise<Bundle | undefined> {
  try {
    const cached = deserialize(await readFile(CACHE)) as Bundle;
    const stamps = await Promise.all([...cached.sources].map(async ([path, then]) => (await stampOf(path)) === then));
    return stamps.every(Boolean) ? cached : undefined;
  } catch {
    return undefined;
  }
}

async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
}

async function makeBundle(): Promise<Bundle> {
  const built = await Promise.all(BUILDS.map((entryPoints) => build({ ...OPTIONS, entryPoints })));
  const files = built.flatMap(({ outputFiles = [] }) =>
    outputFiles.map(({ path, contents }) => [path.slice(LAB.length - 1).replaceAll("\\", "/"), contents] as const),
  );
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  // Modules for Node alone are left out, and listed as disabled.
  const used = inputs.filter((input) => !input.startsWith("(disabled):"));
  const paths = [...new Set([...used.map(deciding), fileURLToPath(import.meta.url)])];
  const sources = await Promise.all(paths.map(async (path) => [path, await stampOf(path)] as const));
  const made = { files: new Map(files), sources: new Map(sources) };
  // A cache that cannot be written is made again at the next start.
  await writeWhole(CACHE, serialize(made)).catch(() => {});
  return made;
}

/** The file itself; of a package, whose files change only together, its package.json. */
function deciding(input: string): string {
  const path = resolve(LAB, input.replace(/^address:/, ""));
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(path) ?? [];
  return folder === undefined ? path : join(folder, "package.json");
}

const OPTIONS = {
  absWorkingDir: LAB,
  outdir: LAB,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  write: false,
  metafile: true,
  logLevel: "silent",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "chunks/[name]-[hash]",
  publicPath: "/",
  // Production builds: some development builds log to the console.
  conditions: ["module", "browser", "production"],
  alias: Object.fromEntries(engineFiles().map(({ find, replacement }) => [find, replacement])),
  plugins: [addresses()],
} as const satisfies BuildOptions;

/** Gives modules, files and workers their addresses on the server. */
function addresses(): Plugin {
  return {
    name: "addresses",
    setup(build) {
      build.onResolve({ filter: /^virtual:student-source$/ }, () => ({ path: STUDENT_SOURCE, external: true }));
      build.onResolve({ filter: /\?url$/ }, async ({ path, kind, resolveDir }) => {
        const found = await build.resolve(path.replace(/\?url$/, ""), { kind, resolveDir });
        return { ...found, namespace: "address" };
      });
      build.onLoad({ filter: /.*/, namespace: "address" }, async ({ path }) => {
        return { contents: await readFile(path), loader: "file" };
      });
      // new URL("../worker/main.ts", import.meta.url) must not depend on the chunk that it ends up in.
      build.onLoad({ filter: /[\\/](lab[\\/]page|fixtures[\\/]engine)[\\/][^\\/]+\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (!text.includes("import.meta.url")) return undefined;
        const address = `new URL(${JSON.stringify(addressOf(path))}, location.origin).href`;
        return { contents: text.replaceAll("import.meta.url", address), loader: "ts" };
      });
    },
  };
}

function addressOf(path: string): string {
  const own = path.startsWith(FIXTURES) ? `/fixtures${path.slice(FIXTURES.length)}` : path.slice(LAB.length - 1);
  return own.replaceAll("\\", "/");
}
