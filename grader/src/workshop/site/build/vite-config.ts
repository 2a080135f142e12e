import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InlineConfig, Plugin } from "vite";
import { ROOT } from "../../../shared/paths.ts";

const SITE = `${ROOT}grader/src/workshop/site/`;
const LAB = `${ROOT}template/lab/`;

/** What the lab page reads from a server, it reads from the browser's own storage on the site. */
const SECOND_SOURCES: readonly (readonly [from: string, to: string])[] = [
  [`${LAB}page/files.ts`, `${SITE}lab/files.ts`],
  ["virtual:student-source", `${SITE}lab/student-source.ts`],
];

interface Bundling {
  readonly folder: string;
  /** More pages than those of the site, for tests. */
  readonly pages: readonly string[];
  /** Called with the path of every bundled module. */
  readonly onModule: (path: string) => void;
}

/** Bundles the pages with relative addresses, so that any server serves them under any path. */
export function viteConfig({ folder, pages, onModule }: Bundling): InlineConfig {
  const plugins = (): Plugin[] => [secondSources(), keepEngines(), reportModules(onModule)];
  return {
    configFile: false,
    root: SITE,
    base: "./",
    logLevel: "error",
    publicDir: false,
    plugins: plugins(),
    worker: { format: "es", plugins },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      // The policy forbids data: addresses of scripts and WebAssembly.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 5000,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: ["index.html", "lab/index.html", ...pages].map((page) => join(SITE, page)) },
    },
    resolve: {
      alias: JSON.parse(readFileSync(`${LAB}engine-files.json`, "utf8")) as Record<string, string>,
      dedupe: ["@tensorflow/tfjs-core", "@robustness-lab/fixtures"],
      conditions: ["module", "browser", "production"],
    },
  };
}

function secondSources(): Plugin {
  return {
    name: "second-sources",
    enforce: "pre",
    async resolveId(id, importer) {
      const resolved = id.startsWith(".") ? await this.resolve(id, importer, { skipSelf: true }) : { id };
      return SECOND_SOURCES.find(([from]) => from === resolved?.id)?.[1] ?? null;
    },
  };
}

/** These modules export nothing that is used: importing them registers an engine. */
function keepEngines(): Plugin {
  return {
    name: "keep-engines",
    transform: (code, id) => (/tf-backend-webg/.test(id) ? { code, map: null, moduleSideEffects: true } : null),
  };
}

function reportModules(onModule: (path: string) => void): Plugin {
  return {
    name: "report-modules",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === "chunk") for (const path of Object.keys(chunk.modules)) onModule(path);
      }
    },
  };
}
