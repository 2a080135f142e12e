import { watch, type FSWatcher } from "node:fs";
import { readdir } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join, relative, sep } from "node:path";

/** Editors empty a file before they write it, or write another one and rename it. */
const QUIET_MS = 20;
const CODE = /\.([cm]?[jt]s|json)$/;

/** Sends every edit below src/ to the pages that listen. @returns makes a response such a stream */
export async function streamEdits(source: string): Promise<(response: ServerResponse) => void> {
  const listening = new Set<ServerResponse>();
  await watchFolders(source, (file) => {
    for (const response of listening) response.write(`data: ${JSON.stringify(file)}\n\n`);
  });
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.flushHeaders();
    listening.add(response);
    response.on("close", () => listening.delete(response));
  };
}

/** Calls a listener with every file of code below a folder that changes, and with every folder that appears. */
async function watchFolders(root: string, onEdit: (path: string) => void): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  const timers = new Map<string, NodeJS.Timeout>();
  const notice = (path: string): void => {
    clearTimeout(timers.get(path));
    const tell = (): void => onEdit(relative(root, path).split(sep).join("/"));
    timers.set(path, setTimeout(tell, QUIET_MS));
  };
  // Folder by folder: watching them recursively is unreliable on Linux in Node 20.
  const watchFolder = async (folder: string): Promise<void> => {
    watchers.get(folder)?.close();
    const watcher = watch(folder, (_type, name) => {
      if (name === null) return;
      const path = join(folder, name);
      if (CODE.test(name)) notice(path);
      else watchFolder(path).then(() => notice(path), ignore);
    });
    watcher.on("error", () => watcher.close());
    watchers.set(folder, watcher);
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) if (entry.isDirectory()) await watchFolder(join(folder, entry.name));
  };
  await watchFolder(root);
}

/** What is not code may be a folder, or not. */
function ignore(): void {}
