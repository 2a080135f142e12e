import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isIgnored } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../../shared/errors.ts";
import { isCanvasName, readCanvasNames } from "./canvas.ts";
import { isMoodleName, readMoodleNames } from "./moodle.ts";
import type { FolderItem, Submission } from "./submission.ts";

/** The naming scheme of a class's folder; "auto" detects it. */
export type Layout = "auto" | "plain" | "moodle" | "canvas";

/** The submissions in a folder. @throws UsageError if it is empty */
export async function discoverFolder(folder: string, layout: Layout): Promise<readonly Submission[]> {
  const items = await listFolder(folder);
  if (items.length === 0) throw new UsageError(`${folder} contains no submission: expected folders and archives in it`);
  return toSubmissions(items, layout === "auto" ? detectLayout(items) : layout);
}

async function toSubmissions(
  items: readonly FolderItem[],
  layout: Exclude<Layout, "auto">,
): Promise<readonly Submission[]> {
  if (layout === "plain") return items.map(toPlain);
  const [isLmsName, readNames] =
    layout === "moodle" ? [isMoodleName, readMoodleNames] : [isCanvasName, readCanvasNames];
  // Items that somebody added to a download by hand are graded too.
  const others = items.filter(({ name }) => !isLmsName(name)).map(toPlain);
  return [...(await readNames(items.filter(({ name }) => isLmsName(name)))), ...others];
}

/** A single name proves Moodle. A student could have chosen a name like Canvas's, so all names must match. */
function detectLayout(items: readonly FolderItem[]): Exclude<Layout, "auto"> {
  if (items.some(({ name }) => isMoodleName(name))) return "moodle";
  return items.every(({ name }) => isCanvasName(name)) ? "canvas" : "plain";
}

function toPlain({ name, path, isFolder }: FolderItem): Submission {
  const bare = isFolder ? name : name.replace(/\.(zip|tar|tgz|tar\.gz)$/i, "");
  return { id: name, name: bare === "" ? name : bare, location: { kind: "path", path } };
}

async function listFolder(folder: string): Promise<readonly FolderItem[]> {
  const names = (await readdir(folder)).filter((name) => !isIgnored(name));
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const isFolder = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      );
      return { name, path, isFolder };
    }),
  );
}
