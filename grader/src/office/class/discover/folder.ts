import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isIgnored } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../../shared/errors.ts";
import { quoted } from "../../../shared/quote.ts";
import { isCanvasName, readCanvasNames } from "./canvas.ts";
import { isDownload, isOneSubmission, isPerhapsAClass, strayFiles } from "./doubts.ts";
import type { FoundClass, ReadingOptions } from "./found-class.ts";
import { isMoodleName, readMoodleNames } from "./moodle.ts";
import type { FolderItem, Submission } from "./submission.ts";

/** The naming scheme of a class's folder; "auto" detects it. */
export type Layout = "auto" | "plain" | "moodle" | "canvas";

/** The submissions in a folder. @throws UsageError if it is empty, or an item to skip is not there */
export async function discoverFolder(
  folder: string,
  layout: Layout,
  { skip = [] }: ReadingOptions = {},
): Promise<FoundClass> {
  const all = await listFolder(folder);
  const unknown = skip.filter((name) => !all.some((item) => item.name === name));
  if (unknown.length > 0)
    throw new UsageError(`--skip names ${unknown.map((name) => quoted(name)).join(", ")}: not in ${folder}`);
  const outer = all.filter(({ name }) => !skip.includes(name));
  if (outer.length === 0) throw new UsageError(`${folder} contains no submission: expected folders and archives in it`);
  const inside = layout === "auto" ? await downloadInside(outer) : undefined;
  const items = inside?.items ?? outer;
  const chosen = layout === "auto" ? detectLayout(items) : layout;
  return {
    submissions: await toSubmissions(items, chosen),
    told: inside === undefined ? [] : [`The class is in ${inside.folder}: nothing else is in ${folder}.`],
    doubts: layout === "plain" ? [] : await doubtsOf(folder, items, chosen),
  };
}

/** The download in the only folder of a folder, which is what "Extract all" makes. */
async function downloadInside(outer: readonly FolderItem[]) {
  const [only, ...others] = outer;
  if (only?.isFolder !== true || others.length > 0 || isDownload(outer)) return undefined;
  const items = await listFolder(only.path);
  return isDownload(items) ? { folder: only.path, items } : undefined;
}

async function doubtsOf(
  folder: string,
  items: readonly FolderItem[],
  layout: Exclude<Layout, "auto">,
): Promise<readonly string[]> {
  if (layout === "moodle") return strayFiles(items, isMoodleName);
  if (layout === "canvas") return strayFiles(items, isCanvasName);
  if (isOneSubmission(items)) {
    return [`${folder} looks like one submission (./robustness-lab grade), and each file in it would be a student`];
  }
  const [only, ...others] = items;
  if (only?.isFolder !== true || others.length > 0) return strayFiles(items, () => false);
  const inner = await listFolder(only.path);
  if (!isPerhapsAClass(inner)) return [];
  return [
    `${quoted(only.name)} would be the only student, and has ${inner.length} folders and files in it: if it is the class, give ${only.path}`,
  ];
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

/** A single name proves Moodle. A student could have chosen a name like Canvas's, so most names must match. */
function detectLayout(items: readonly FolderItem[]): Exclude<Layout, "auto"> {
  if (items.some(({ name }) => isMoodleName(name))) return "moodle";
  return isDownload(items) || items.every(({ name }) => isCanvasName(name)) ? "canvas" : "plain";
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
