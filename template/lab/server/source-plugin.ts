import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures";
import { normalizePath, type DevEnvironment, type Plugin, type ViteDevServer } from "vite";
import { BROKEN_PATH, SOURCE_CHANGED, type BrokenFile } from "../shared/source.ts";

/** The student's sources: their folder, and how the page calls it. */
export interface Source {
  readonly source: string;
  readonly name: string;
}

const MODULE = "virtual:student-source";
const RESOLVED = `\0${MODULE}`;

/**
 * Lets workers import the student's files, tells the page when one changes, and says what is wrong with one that does
 * not load. The page is never reloaded for them: it starts a new worker.
 */
export function sourcePlugin({ source, name }: Source): Plugin {
  const isSource = (file: string): boolean => normalizePath(file).startsWith(`${normalizePath(source)}/`);
  return {
    name: "lab-source",
    resolveId: (id) => (id === MODULE ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? importsOf(source) : null),
    transformIndexHtml: () => [
      { tag: "meta", attrs: { name: "student-folder", content: name }, injectTo: "head" },
      { tag: "meta", attrs: { name: "student-source", content: urlOf(source) }, injectTo: "head" },
    ],
    configureServer(server) {
      server.watcher.add(source);
      server.middlewares.use(BROKEN_PATH, (request, response) => {
        const file = new URL(request.url ?? "", "http://lab").searchParams.get("file") ?? "";
        void whatIsWrong(server, source, file).then((broken) => {
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(broken));
        });
      });
    },
    hotUpdate({ type, file, server }) {
      if (!isSource(file)) return;
      // Which files there are is written into the module.
      const imports = type === "update" ? undefined : this.environment.moduleGraph.getModuleById(RESOLVED);
      if (imports !== undefined) this.environment.moduleGraph.invalidateModule(imports);
      if (this.environment.name === "client") server.ws.send(SOURCE_CHANGED, { file: relative(source, file) });
      return [];
    },
  };
}

/** A function for each file of the exercises that is there, importing it: one broken file leaves the others alone. */
function importsOf(source: string): string {
  const files = [...new Set(EXERCISES.map(({ file }) => file))].filter((file) => existsSync(join(source, file)));
  const entries = files.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(urlOf(source, file))})`);
  return `export const files = {\n${entries.join(",\n")}\n};\n`;
}

function urlOf(source: string, file = ""): string {
  return `/@fs/${normalizePath(join(source, file)).replace(/^\//, "")}`;
}

/** Translates a file and those it imports until one fails: a browser says of such a file only that it did not load. */
async function whatIsWrong(server: ViteDevServer, source: string, file: string): Promise<BrokenFile | null> {
  const { client } = server.environments;
  const path = normalizePath(join(source, file));
  if (!path.startsWith(`${normalizePath(source)}/`)) return null;
  return firstFailure({ client, source, seen: new Set() }, `/@fs/${path.replace(/^\//, "")}`, path);
}

interface Search {
  readonly client: DevEnvironment;
  readonly source: string;
  readonly seen: Set<string>;
}

async function firstFailure(search: Search, url: string, path: string): Promise<BrokenFile | null> {
  if (search.seen.has(path)) return null;
  search.seen.add(path);
  try {
    await search.client.transformRequest(url);
  } catch (error) {
    return describe(error, path, search.source);
  }
  const module = await search.client.moduleGraph.getModuleByUrl(url);
  for (const { file, url: next } of module?.importedModules ?? []) {
    if (file === null || !normalizePath(file).startsWith(normalizePath(search.source))) continue;
    const failure = await firstFailure(search, next, normalizePath(file));
    if (failure !== null) return failure;
  }
  return null;
}

/** What a compiler's error says of its place. */
interface Located {
  readonly message?: string;
  readonly loc?: { readonly line?: number; readonly column?: number };
  readonly frame?: string;
}

function describe(error: unknown, path: string, source: string): BrokenFile {
  const { message = String(error), loc, frame } = error as Located;
  return {
    file: relative(source, path).split(sep).join("/"),
    message: message.replaceAll(normalizePath(source), "src").replaceAll(source, "src"),
    line: loc?.line ?? null,
    column: loc?.column ?? null,
    frame: frame ?? null,
  };
}
