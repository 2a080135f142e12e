import type { ModelName } from "@robustness-lab/fixtures/weights";
import type { Located, Position } from "../../../../../template/lab/page/locate.ts";
import { frameOf } from "../../../../../template/lab/shared/frame.ts";
import type { OnProgress } from "../../../../../template/lab/shared/read-body.ts";
import type { BrokenFile, ResultList } from "../../../../../template/lab/shared/source.ts";
import { digestedText } from "../../../../../template/experiments/digested-text.ts";
import { readData, readImages as readMnist } from "../store/data.ts";
import { openResults } from "../store/results.ts";
import { STUDENT_URL } from "../student/link.ts";
import { askForSource, onSourceEdit } from "./host.ts";

/*
 * Everything that the lab page reads, writes and says where no server but the site's is: it replaces template/lab/page/files.ts.
 */

/** What the page says of its host. */
export const HOST = {
  edits: "as you write them",
  whenShown: "Edits show up when you pause",
  end: "Everything is computed in this browser, and nothing leaves your machine.",
  remedy: "reload the page",
} as const;

const base = new URL("../", document.baseURI).href;
const results = openResults(base);

/** The test digits of the page: pixels, then labels. */
export function readDigits(onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  return readData(base, "digits.bin", onProgress);
}

/** The weights of a model of the course. */
export function readCourseWeights(model: ModelName, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  return readData(base, `${model}.bin`, onProgress);
}

/** The first images of a part of MNIST: pixels, then labels. */
export async function readImages(split: "train" | "test", count: number): Promise<Uint8Array<ArrayBuffer>> {
  const { pixels, labels, count: all } = await readMnist(base, split);
  const kept = Math.min(count, all);
  const bytes = new Uint8Array(kept * (pixels.length / all + 1));
  bytes.set(pixels.subarray(0, (kept * pixels.length) / all));
  bytes.set(labels.subarray(0, kept), bytes.length - kept);
  return bytes;
}

/** The names of the results, and the digest of src/. */
export async function listResults(): Promise<ResultList> {
  const { texts } = await askForSource(base);
  return { code: await digest(texts), results: await results.list() };
}

/** The checkpoint of a result. */
export const readCheckpoint = results.read;

/** Saves the checkpoint of a training after an epoch that took so long. */
export const saveCheckpoint = results.save;

/** Why a file below src/ does not load: it, or one that it imports, is no valid TypeScript. */
export async function explainBroken(file: string): Promise<BrokenFile | null> {
  const { files, texts } = await askForSource(base);
  const seen = new Set<string>();
  const search = (path: string): BrokenFile | null => {
    const found = files[path];
    if (found === undefined || seen.has(path)) return null;
    seen.add(path);
    if (found.error === null) {
      const imported = found.imports.filter(({ name }) => name.startsWith("."));
      return imported.map(({ name }) => search(resolve(name, path))).find((each) => each !== null) ?? null;
    }
    const { message, line, column } = found.error;
    const frame = frameOf(texts[path] ?? "", line, column - 1);
    return { file: path.slice("src/".length), message, line, column: column - 1, frame };
  };
  return search(`src/${file}`);
}

/** Calls a listener with the file below src/ that was edited. */
export function onEdit(listener: (file: string) => void): void {
  onSourceEdit(base, (path) => listener(path.slice("src/".length)));
}

/** The student's files run with their own lines and columns. @returns null for a file that is not the student's */
export async function locate(url: string, position: Position): Promise<Located | null> {
  if (!url.startsWith(STUDENT_URL)) return null;
  const file = url.slice(STUDENT_URL.length);
  const { texts } = await askForSource(base);
  return { file, position, text: texts[file] ?? null };
}

async function digest(texts: Readonly<Record<string, string>>): Promise<string> {
  const own = Object.entries(texts).map(([path, text]) => [path.slice("src/".length), text] as const);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(digestedText(own)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, 16);
}

function resolve(name: string, importer: string): string {
  return new URL(name, STUDENT_URL + importer).pathname.slice(1);
}
