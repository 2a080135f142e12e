import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger, createServer, normalizePath, type InlineConfig, type Logger } from "vite";
import { dataPlugin } from "./data-plugin.ts";
import type { LabOptions } from "./options.ts";
import { sourcePlugin } from "./source-plugin.ts";

const LAB = fileURLToPath(new URL("../", import.meta.url));
/** This machine and nobody else: what is served is a student's own work. */
const LOOPBACK = "127.0.0.1";

/** Everything the page loads comes from this server; student code that asks for more is refused by the browser. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  `connect-src 'self' ws://${LOOPBACK}:*`,
].join("; ");

/** What is bundled once before the first page, so that a browser asks for a few files instead of a thousand. */
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

/** Engines that only some browsers want: one file each, which their packages bring, so that bundling need not wait for them. */
const FLAT_FILES: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs-backend-webgl": "dist/tf-backend-webgl.fesm.min.js",
  "@tensorflow/tfjs-backend-webgpu": "dist/tf-backend-webgpu.fesm.min.js",
};

/** Starts the server and gives the page's address. */
export async function startServer(options: LabOptions): Promise<string> {
  const server = await createServer(configuration(options));
  await server.listen();
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error("the server listens nowhere");
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
      sourcePlugin({ source, name: folder.split(sep).findLast((part) => part !== "") ?? folder }),
    ],
    // A folder elsewhere has no packages of its own.
    resolve: {
      alias: Object.entries(FLAT_FILES).map(([find, file]) => ({ find, replacement: join(packageFolder(find), file) })),
      dedupe: ["@tensorflow/tfjs-core", "@robustness-lab/fixtures"],
      // Packages as they are for use; for development some of them talk on the console.
      conditions: ["module", "browser", "production"],
    },
    optimizeDeps: { include: BUNDLED, noDiscovery: true },
    server: {
      host: LOOPBACK,
      port,
      open,
      headers: { "content-security-policy": POLICY },
      // Errors are shown in the panel that they concern.
      hmr: { overlay: false },
      warmup: {
        clientFiles: ["page/main.ts", "page/early-worker.ts", "worker/main.ts", `${normalizePath(source)}/**/*.ts`],
      },
      fs: { allow: [LAB, source, nearestPackages(LAB), ...realFolders()] },
    },
  };
}

/** Only what a student can act on and the page cannot show. */
function quietLogger(): Logger {
  return { ...createLogger("error"), info: () => {}, warn: () => {}, warnOnce: () => {}, error: () => {} };
}

/** The node_modules that packages of the page are found in first. */
function nearestPackages(folder: string): string {
  const packages = join(folder, "node_modules");
  if (existsSync(packages) || dirname(folder) === folder) return packages;
  return nearestPackages(dirname(folder));
}

/** Where a package lies. */
function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

/** The folder of our fixtures, and the one that packages lie in when node_modules is a link. */
function realFolders(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  return [dirname(dirname(resolve("@robustness-lab/fixtures"))), dirname(dirname(resolve("vite/package.json")))];
}
