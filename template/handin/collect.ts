import type { Dirent } from "node:fs";
import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  admitPictures,
  collisionKey,
  decodeText,
  formatBytes,
  HAND_IN_LIMITS,
  isAnswers,
  isCode,
  isIgnored,
  namedPictures,
  PICTURE_TOO_LARGE,
  type NamedPictures,
  type PictureProblem,
} from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "./usage-error.ts";

/** A file of the hand-in. */
export interface PackedFile {
  /** Relative to the folder, with "/" between segments. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly kind: "text" | "picture";
}

/** A file that is not handed in, and why. */
interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** What is handed in, by the rules of the grader, and what is not. */
export interface Collected {
  /** Sorted by path. */
  readonly files: readonly PackedFile[];
  readonly leftOut: readonly LeftOut[];
  /** The text of answers.md. */
  readonly answers?: string;
  readonly pictureProblems: readonly PictureProblem[];
}

/** A file below the folder, or a link or device, which is not read. */
interface Found {
  readonly path: string;
  /** On the disk, where accents may be decomposed. */
  readonly diskPath: string;
  /** Why it is not read. */
  readonly why?: string;
}

const { maxDepth, maxEntries, maxFileBytes, maxPathLength, maxPictureBytes, maxTotalBytes } = HAND_IN_LIMITS;

/** Reads the hand-in. @throws UsageError if there is none, it is far too large, or a file cannot be read */
export async function collect(folder: string): Promise<Collected> {
  const found = await list(folder);
  const { texts, leftOut } = await readTexts(found);
  const answers = texts.find(({ path }) => path === "answers.md");
  const text = answers === undefined ? undefined : decodeText(answers.bytes);
  const named = namedPictures(
    text ?? "",
    found.map(({ path }) => path),
  );
  const { pictures, problems } = admitPictures(named, await readPictures(named, found));
  const packed = [...texts, ...pictures.map(({ path, bytes }) => ({ path, bytes, kind: "picture" as const }))];
  const isPacked = new Set(packed.map(({ path }) => path));
  return {
    files: packed.sort((a, b) => (a.path < b.path ? -1 : 1)),
    leftOut: leftOut.filter(({ path }) => !isPacked.has(path)),
    ...(text === undefined ? {} : { answers: text }),
    pictureProblems: problems,
  };
}

/** Lists the folder without following links, and without what is never handed in. */
async function list(folder: string, below = "", depth = 1): Promise<readonly Found[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(below || ".", cause);
  });
  const found = entries
    .filter(({ name }) => !isIgnored(name))
    .map(async (entry) => {
      const diskPath = below + entry.name;
      if (entry.isDirectory() && depth < maxDepth) return list(folder, `${diskPath}/`, depth + 1);
      const why = whyUnread(entry);
      const file = { path: diskPath.normalize("NFC"), diskPath: join(folder, diskPath) };
      return [why === undefined ? file : { ...file, why }];
    });
  return (await Promise.all(found)).flat();
}

function whyUnread(entry: Dirent): string | undefined {
  if (entry.isFile()) return undefined;
  if (entry.isDirectory()) return `it lies more than ${maxDepth} folders deep`;
  return entry.isSymbolicLink() ? "it is a link" : "it is not a file";
}

async function readTexts(found: readonly Found[]) {
  const own = found
    .filter(({ path }) => /^src(\/|$)/.test(path) || (isAnswers(path) && !path.includes("/")))
    .map((each) => (isAnswers(each.path) && !each.path.includes("/") ? { ...each, path: "answers.md" } : each));
  const leftOut: LeftOut[] = [];
  const texts: PackedFile[] = [];
  for (const each of own) {
    const why = whyNot(each, own);
    const bytes = why === undefined ? await readAtMost(each, maxFileBytes) : why;
    if (typeof bytes === "string") leftOut.push({ path: each.path, why: bytes });
    else texts.push({ path: each.path, bytes, kind: "text" });
  }
  assertGradable(texts);
  return { texts, leftOut };
}

function whyNot(file: Found, all: readonly Found[]): string | undefined {
  const { path } = file;
  const why = whyNotPacked(file);
  if (why !== undefined) return why;
  if (path.startsWith("src/") && !isCode(path)) return "only .ts, .js and .json files of src/ are handed in";
  const key = collisionKey(path);
  const isDouble = all.filter((each) => collisionKey(each.path) === key).length > 1;
  return isDouble ? "another file has the same name but for capitals or accents: keep one" : undefined;
}

function whyNotPacked({ path, why }: Found): string | undefined {
  if (why !== undefined) return why;
  if (/[\\\u0000-\u001f\u007f]/.test(path)) return "its name has a backslash or a control character";
  return path.length > maxPathLength ? `its path is longer than ${maxPathLength} characters` : undefined;
}

/** The grader rejects what exceeds these limits as a whole. */
function assertGradable(texts: readonly PackedFile[]): void {
  const bytes = texts.reduce((sum, each) => sum + each.bytes.length, 0);
  if (!texts.some(({ path }) => path.startsWith("src/"))) {
    throw new UsageError(
      "There is no .ts file in src/: run this in the folder of the exercise, where package.json is.",
    );
  }
  if (texts.length > maxEntries || bytes > maxTotalBytes) {
    const limits = `${maxEntries} files and ${formatBytes(maxTotalBytes)}`;
    throw new UsageError(`src/ has ${texts.length} files, ${formatBytes(bytes)}; the grader reads at most ${limits}.`);
  }
}

async function readPictures({ found }: NamedPictures, files: readonly Found[]) {
  const named = new Set(found.map(({ path }) => path));
  const contents = new Map<string, Uint8Array | string>();
  for (const file of files.filter(({ path }) => named.has(path))) {
    const why = whyNotPacked(file);
    contents.set(file.path, why ?? (await readAtMost(file, maxPictureBytes, PICTURE_TOO_LARGE)));
  }
  return contents;
}

/** The bytes of a file, or why it is left out. */
async function readAtMost(
  { path, diskPath }: Found,
  maxBytes: number,
  tooLarge = `it is larger than ${formatBytes(maxBytes)}`,
): Promise<Uint8Array | string> {
  try {
    const file = await open(diskPath);
    const { size } = await file.stat().finally(() => file.close());
    return size > maxBytes ? tooLarge : await readFile(diskPath);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): UsageError {
  const why = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  return new UsageError(`${path} cannot be read (${why}): check its permissions, and close programs that use it.`, {
    cause,
  });
}
