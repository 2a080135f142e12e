import {
  admitPictures,
  collisionKey,
  decodeText,
  formatBytes,
  HAND_IN_LIMITS,
  isAnswers,
  isCode,
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
export interface Found {
  readonly path: string;
  /** Why it is not read. */
  readonly why?: string;
}

/** The folder of a student, on a disk or in a browser. */
export interface Folder<F extends Found = Found> {
  /** Everything below it, but what is never handed in. @throws UsageError if it cannot be read */
  readonly list: () => Promise<readonly F[]>;
  /** The bytes of a file; undefined if there are more. @throws UsageError if it cannot be read */
  readonly readAtMost: (file: F, maxBytes: number) => Promise<Uint8Array | undefined>;
}

const { maxEntries, maxFileBytes, maxPathLength, maxPictureBytes, maxTotalBytes } = HAND_IN_LIMITS;

/** Reads the hand-in. @throws UsageError if there is none, it is far too large, or a file cannot be read */
export async function collect<F extends Found>(folder: Folder<F>): Promise<Collected> {
  const found = await folder.list();
  const { texts, leftOut } = await readTexts(folder, found);
  const answers = texts.find(({ path }) => path === "answers.md");
  const text = answers === undefined ? undefined : decodeText(answers.bytes);
  const named = namedPictures(
    text ?? "",
    found.map(({ path }) => path),
  );
  const { pictures, problems } = admitPictures(named, await readPictures(folder, named, found));
  const packed = [...texts, ...pictures.map(({ path, bytes }) => ({ path, bytes, kind: "picture" as const }))];
  const isPacked = new Set(packed.map(({ path }) => path));
  return {
    files: packed.sort((a, b) => (a.path < b.path ? -1 : 1)),
    leftOut: leftOut.filter(({ path }) => !isPacked.has(path)),
    ...(text === undefined ? {} : { answers: text }),
    pictureProblems: problems,
  };
}

async function readTexts<F extends Found>(folder: Folder<F>, found: readonly F[]) {
  const own = found
    .filter(({ path }) => /^src(\/|$)/.test(path) || (isAnswers(path) && !path.includes("/")))
    .map((each) => (isAnswers(each.path) && !each.path.includes("/") ? { ...each, path: "answers.md" } : each));
  const leftOut: LeftOut[] = [];
  const texts: PackedFile[] = [];
  for (const each of own) {
    const why = whyNot(each, own);
    const bytes = why === undefined ? await readOrSay(folder, each, maxFileBytes) : why;
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

async function readPictures<F extends Found>(folder: Folder<F>, { found }: NamedPictures, files: readonly F[]) {
  const named = new Set(found.map(({ path }) => path));
  const contents = new Map<string, Uint8Array | string>();
  for (const file of files.filter(({ path }) => named.has(path))) {
    const why = whyNotPacked(file);
    contents.set(file.path, why ?? (await readOrSay(folder, file, maxPictureBytes, PICTURE_TOO_LARGE)));
  }
  return contents;
}

/** The bytes of a file, or why it is left out. */
async function readOrSay<F extends Found>(
  folder: Folder<F>,
  file: F,
  maxBytes: number,
  tooLarge = `it is larger than ${formatBytes(maxBytes)}`,
): Promise<Uint8Array | string> {
  return (await folder.readAtMost(file, maxBytes)) ?? tooLarge;
}
