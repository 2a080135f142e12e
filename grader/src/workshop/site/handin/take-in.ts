import { unzipSync, type Unzipped } from "fflate";
import { decodeText, HAND_IN_LIMITS, isAnswers, isCode, isIgnored } from "@robustness-lab/fixtures/hand-in";
import type { Workspace } from "../page/workspace.ts";

/** The files that are taken in, and the paths of those that are not. */
export interface TakenIn {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly leftOut: readonly string[];
}

/** A file of a folder or a zip. */
interface GivenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const PICTURE = /\.(png|jpe?g|webp)$/i;
const { maxEntries, maxFileBytes, maxPictureBytes } = HAND_IN_LIMITS;

/** Takes in a zip that this page or `npm run handin` has made. @throws Error if it is none, or has no src/ */
export function takeInZip(zip: Uint8Array): TakenIn {
  return takeIn(Object.entries(unzipped(zip)).map(([path, bytes]) => ({ path, bytes })));
}

function unzipped(zip: Uint8Array): Unzipped {
  let entries = 0;
  try {
    return unzipSync(zip, {
      filter: ({ originalSize }) => (entries += 1) <= maxEntries && originalSize <= maxPictureBytes,
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`this is no zip that can be read (${why}): choose a zip made by Hand in`, { cause });
  }
}

/** Takes in a folder chosen in a dialog, or dropped. */
export async function takeInFolder(files: readonly File[]): Promise<TakenIn> {
  const wanted = files
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    // A folder may have node_modules with ten thousand files.
    .filter(({ file, path }) => !path.split("/").some(isIgnored) && file.size <= maxPictureBytes)
    .slice(0, maxEntries);
  const read = wanted.map(async ({ file, path }) => ({ path, bytes: new Uint8Array(await file.arrayBuffer()) }));
  return takeIn(await Promise.all(read));
}

/** The files of the page that would get another content. */
export function replacedBy({ files }: TakenIn, { read }: Pick<Workspace, "read">): readonly string[] {
  return Object.entries(files)
    .filter(([path, content]) => {
      const before = read(path);
      return before !== undefined && String(before) !== String(content);
    })
    .map(([path]) => path);
}

/** Chooses what a student hands in: src/, answers.md and pictures, in the folder that has src/. */
function takeIn(given: readonly GivenFile[]): TakenIn {
  const files = given.filter(({ path }) => !path.endsWith("/") && !path.split("/").some(isIgnored));
  const root = rootOf(files.map(({ path }) => path));
  const inside = files.filter(({ path }) => path.startsWith(root));
  const entries = inside.map(({ path, bytes }) => [path.slice(root.length).normalize("NFC"), bytes] as const);
  const taken = entries.filter(([path, bytes]) => belongs(path, bytes.length));
  return {
    files: Object.fromEntries(
      taken.map(([path, bytes]) => [
        isAnswers(path) ? "answers.md" : path,
        // Positions in the editor count a line's end as one character.
        PICTURE.test(path) ? bytes : decodeText(bytes).replaceAll(/\r\n?/g, "\n"),
      ]),
    ),
    leftOut: entries.map(([path]) => path).filter((path) => !taken.some(([each]) => each === path)),
  };
}

function belongs(path: string, bytes: number): boolean {
  if (PICTURE.test(path)) return bytes <= maxPictureBytes;
  return bytes <= maxFileBytes && (path.startsWith("src/") ? isCode(path) : isAnswers(path) && !path.includes("/"));
}

/** The folder that has src/, which a zip of a folder contains one level deeper. */
function rootOf(paths: readonly string[]): string {
  const roots = paths
    .map((path) => /^((?:.*?\/)??)src\/.*\.[jt]s$/.exec(path)?.[1])
    .filter((root) => root !== undefined);
  const [root] = roots.toSorted((a, b) => a.length - b.length);
  if (root !== undefined) return root;
  throw new Error(
    "there is no folder src/ with .ts files in it: choose the exercise's folder, or a zip made by Hand in",
  );
}
