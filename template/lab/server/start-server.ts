import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger, createServer, normalizePath, type InlineConfig, type Logger } from "vite";
import { dataPlugin } from "./data-plugin.ts";
import { engineFiles } from "./engine-files.ts";
import type { LabOptions } from "./options.ts";
import { resultsPlugin } from "./results-plugin.ts";
import { sourcePlugin } from "./source-plugin.ts";

const LAB = fileURLToPath(new URL("../", import.meta.url));
/** Training is the same code as in `npm run train`. */
const EXPERIMENTS = fileURLToPath(new URL("../../experiments/", import.meta.url));
/** Only this machine can connect: the server exposes the student's work. */
const LOOPBACK = "127.0.0.1";

/** The page may load only from this server. The browser blocks other requests, including those of the student's code. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  `connect-src 'self' ws://${LOOPBACK}:*`,
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  // Isolated from other origins, the page may share memory between threads.
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Packages bundled once before the first page load: the browser then requests a few files instead of a thousand. */
const BUNDLED = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-core/dist/register_all_gradients.js",
  "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js",
  "@tensorflow/tfjs-backend-wasm",
  "@robustness-lab/fixtures > pure-rand/distribution/uniformFloat32",
  "@robustness-lab/fixtures > pure-rand/distribution/uniformInt",
  "@robustness-lab/fixtures > pure-rand/generator/xoroshiro128plus",
  "lit-html",
  "lit-html/directives/live.js",
  "@jridgewell/trace-mapping",
];

/** The modules that the browser asks for first. */
const ENTRIES = ["page/main.ts", "page/early-worker.ts", "worker/main.ts", "worker/trainer.ts"];

/** Starts the server. @returns the page's address */
export async function startServer(options: LabOptions): Promise<string> {
  const server = await createServer(configuration(options));
  await server.listen();
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error("the server has no local address");
  return url;
}

function configuration({ folder, port, open }: LabOptions): InlineConfig {
  const source = join(folder, "src");
  return {
    configFile: false,
    root: LAB,
    cacheDir: join(nearestPackages(LAB), ".cache", "lab"),
    customLogger: quietLogger(),
    clearScreen: false,
    plugins: [
      dataPlugin(),
      resultsPlugin({ source, results: join(folder, "results") }),
      sourcePlugin({ source, name: folder.split(sep).findLast((part) => part !== "") ?? folder }),
    ],
    // A src/ outside this folder may have no node_modules.
    resolve: {
      alias: engineFiles(),
      dedupe: ["@tensorflow/tfjs-core", "@robustness-lab/fixtures"],
      // Production builds: some development builds log to the console.
      conditions: ["module", "browser", "production"],
    },
    optimizeDeps: { include: BUNDLED, noDiscovery: true },
    server: {
      host: LOOPBACK,
      port,
      open,
      headers: HEADERS,
      // The page shows errors in the panel they affect.
      hmr: { overlay: false },
      warmup: { clientFiles: [...ENTRIES, `${normalizePath(source)}/**/*.ts`] },
      fs: { allow: [LAB, EXPERIMENTS, source, nearestPackages(LAB), ...realFolders()] },
    },
  };
}

/** Logs nothing: the page shows the errors that a student can act on. */
function quietLogger(): Logger {
  return { ...createLogger("error"), info: () => {}, warn: () => {}, warnOnce: () => {}, error: () => {} };
}

/** The nearest node_modules folder, searching upwards. */
function nearestPackages(folder: string): string {
  const packages = join(folder, "node_modules");
  if (existsSync(packages) || dirname(folder) === folder) return packages;
  return nearestPackages(dirname(folder));
}

/** The real folders of our fixtures and of the packages, which differ when node_modules or its entries are links. */
function realFolders(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  return [dirname(dirname(resolve("@robustness-lab/fixtures"))), dirname(dirname(resolve("vite/package.json")))];
}
