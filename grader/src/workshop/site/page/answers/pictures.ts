import { formatBytes, HAND_IN_LIMITS, PICTURE_TOO_LARGE } from "@robustness-lab/fixtures/hand-in";
import type { Workspace } from "../workspace.ts";

const EXTENSIONS: Readonly<Record<string, string>> = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };

/** The types of pictures that can be handed in, for a file chooser. */
export const PICTURE_TYPES = Object.keys(EXTENSIONS).join(",");

/**
 * Keeps a picture in figures/, under a name that is free.
 *
 * @returns the line of Markdown that shows it
 * @throws Error that says why it cannot be handed in
 */
export async function keepPicture(picture: File, workspace: Workspace): Promise<string> {
  const extension = EXTENSIONS[picture.type];
  if (extension === undefined)
    throw new Error(`${picture.name} is ${picture.type || "of an unknown type"}: pictures are PNG, JPEG or WebP`);
  if (picture.size > HAND_IN_LIMITS.maxPictureBytes) throw new Error(`${picture.name}: ${PICTURE_TOO_LARGE}`);
  const kept = workspace.list().filter((path) => path.startsWith("figures/"));
  if (kept.length >= HAND_IN_LIMITS.maxPictures)
    throw new Error(`there are ${kept.length} pictures already, and no more can be handed in: remove one first`);
  const total = kept.reduce((sum, path) => sum + (workspace.read(path)?.length ?? 0), picture.size);
  if (total > HAND_IN_LIMITS.maxPicturesBytes) {
    throw new Error(
      `${picture.name}: all pictures together would be larger than ${formatBytes(HAND_IN_LIMITS.maxPicturesBytes)}`,
    );
  }
  const name = plainName(picture.name);
  const path = freePath(name, extension, new Set(workspace.list()));
  workspace.write(path, new Uint8Array(await picture.arrayBuffer()));
  return `![${name}](${path})\n`;
}

/** A name without what Markdown or a file system reads as something else. */
function plainName(name: string): string {
  const plain = name
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return plain === "" ? "picture" : plain.slice(0, 60);
}

function freePath(name: string, extension: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const path = `figures/${name}${count === 1 ? "" : `-${count}`}.${extension}`;
    if (!taken.has(path)) return path;
  }
}
