import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ALL_EXERCISES } from "@robustness-lab/fixtures";
import { normalizePath, type Plugin } from "vite";
import { BROKEN_PATH, SOURCE_CHANGED } from "../shared/source.ts";
import { fileUrl, findBrokenFile } from "./broken-file.ts";

/** The path of the student's src/, and the name of its parent folder for the page's title. */
export interface Source {
  readonly source: string;
  readonly name: string;
}

const MODULE = "virtual:student-source";
const RESOLVED = `\0${MODULE}`;

/**
 * Lets workers import the student's files, notifies the page when one changes, and explains why one does not load. The
 * page is not reloaded after an edit: it starts a new worker.
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
        void findBrokenFile(server.environments.client, source, file).then((broken) => {
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(broken));
        });
      });
    },
    hotUpdate({ type, file, server }) {
      if (!isSource(file)) return;
      // The virtual module lists the files, so a new or deleted file changes it.
      const imports = type === "update" ? undefined : this.environment.moduleGraph.getModuleById(RESOLVED);
      if (imports !== undefined) this.environment.moduleGraph.invalidateModule(imports);
      if (this.environment.name === "client")
        server.ws.send(SOURCE_CHANGED, { file: relative(source, file).split(sep).join("/") });
      return [];
    },
  };
}

/** A module with one import function for each exercise file that exists, so that a broken file does not affect the others. */
function importsOf(source: string): string {
  const files = [...new Set(ALL_EXERCISES.map(({ file }) => file))].filter((file) => existsSync(join(source, file)));
  const entries = files.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(urlOf(source, file))})`);
  return `export const files = {\n${entries.join(",\n")}\n};\n`;
}

function urlOf(source: string, file = ""): string {
  return fileUrl(normalizePath(join(source, file)));
}
