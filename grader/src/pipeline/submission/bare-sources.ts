import { posix } from "node:path";
import { isCode } from "@robustness-lab/fixtures/hand-in";
import type { GatheredFile } from "./gather.ts";
import { EXPECTED_FILES, plainPath } from "./likely-names.ts";
import { compare, readAs, type Note } from "./notes.ts";
import { depthOf, pathIn } from "./paths.ts";
import { twoAttempts } from "./problems.ts";

/** The contents of src/ in a folder of another name, under the paths that they should have. */
export interface BareSources {
  /** The folder in which src/ should be. */
  readonly root: string;
  readonly inside: readonly GatheredFile[];
  readonly notes: readonly Note[];
}

const FILES = [...EXPECTED_FILES.keys()].map(plainPath);
const FOLDERS = new Set(FILES.map((file) => posix.dirname(file)));
/** Files of a whole package at its top, which belong to no src/. */
const OF_A_PACKAGE = /\.(?:json|(?:test|config)\.[jt]s)$/;

/** Finds linear/ and mnist/ outside any src/, at the least depth. @throws SubmissionProblem if there are two such folders */
export function bareSources(files: readonly GatheredFile[]): BareSources | undefined {
  const [folder, second] = shallowest(files.flatMap(({ path }) => folderOf(path)));
  if (folder === undefined) return undefined;
  if (second !== undefined) throw twoAttempts(folder || ".", second);
  const isSrc = posix.basename(folder).toLowerCase() === "src";
  const inside = files.flatMap(({ path, bytes }) => {
    const below = path.startsWith(pathIn(folder, "")) ? path.slice(pathIn(folder, "").length) : undefined;
    return below !== undefined && isSource(below) ? [{ path: `src/${below}`, bytes }] : [];
  });
  return {
    root: isSrc ? posix.dirname(folder).replace(/^\.$/, "") : folder,
    inside,
    notes: [readAs(folder === "" ? "." : folder, "as src, which is missing")],
  };
}

/** The folder that should be src/, by a file of an exercise in it. */
function folderOf(path: string): readonly string[] {
  const plain = plainPath(path);
  const file = FILES.find((each) => plain === each || plain.endsWith(`/${each}`));
  return file === undefined ? [] : [path.split("/").slice(0, -depthOf(file)).join("/")];
}

function shallowest(folders: readonly string[]): readonly string[] {
  const depth = Math.min(...folders.map(depthOf));
  return [...new Set(folders)].filter((folder) => depthOf(folder) === depth).sort(compare);
}

function isSource(path: string): boolean {
  const [first = "", ...rest] = path.split("/");
  if (!isCode(path)) return false;
  return rest.length > 0 ? FOLDERS.has(first.toLowerCase()) : !OF_A_PACKAGE.test(path);
}
