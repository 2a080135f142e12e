import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../../shared/errors.ts";
import { isIgnored } from "../../../pipeline/submission/paths.ts";
import { isCanvasName, readCanvasNames } from "./canvas.ts";
import type { Found, HandedIn } from "./handed-in.ts";
import { isMoodleName, readMoodleNames } from "./moodle.ts";

/** How the names in a class's folder are to be understood; "auto" looks at them. */
export type Layout = "auto" | "plain" | "moodle" | "canvas";

/** Who handed in, by what lies in a folder. @throws UsageError for an empty one */
export async function discoverFolder(folder: string, layout: Layout): Promise<readonly HandedIn[]> {
  const found = await listFolder(folder);
  if (found.length === 0) throw new UsageError(`${folder} holds no submission: expected folders and archives in it`);
  return toHandedIn(found, layout === "auto" ? guessLayout(found) : layout);
}

function toHandedIn(found: readonly Found[], layout: Exclude<Layout, "auto">): readonly HandedIn[] {
  if (layout === "plain") return found.map(toPlain);
  const [isOfLms, read] = layout === "moodle" ? [isMoodleName, readMoodleNames] : [isCanvasName, readCanvasNames];
  // What somebody put beside a download by hand is graded too.
  const others = found.filter(({ name }) => !isOfLms(name)).map(toPlain);
  return [...read(found.filter(({ name }) => isOfLms(name))), ...others];
}

/** Moodle's names are like no others. Canvas's could be somebody's own, so all have to be such. */
function guessLayout(found: readonly Found[]): Exclude<Layout, "auto"> {
  if (found.some(({ name }) => isMoodleName(name))) return "moodle";
  return found.every(({ name }) => isCanvasName(name)) ? "canvas" : "plain";
}

function toPlain({ name, path, isFolder }: Found): HandedIn {
  const bare = isFolder ? name : name.replace(/\.(zip|tar|tgz|tar\.gz)$/i, "");
  return { id: name, name: bare === "" ? name : bare, where: { kind: "path", path } };
}

async function listFolder(folder: string): Promise<readonly Found[]> {
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
