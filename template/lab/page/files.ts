import type { ModelName } from "../shared/data.ts";
import { DIGITS_PATH, IMAGES_PATH, WEIGHTS_PATH } from "../shared/data.ts";
import { readBody, type OnProgress } from "../shared/read-body.ts";
import { BROKEN_PATH, EDITS_PATH, RESULTS_PATH, type BrokenFile, type ResultList } from "../shared/source.ts";

/*
 * Everything that the page reads, writes and says by the server of `npm run lab`. A page on another host replaces this module.
 */

export { locate } from "./locate.ts";

/** What the page says of its host. */
export const HOST = {
  edits: "as last saved",
  whenShown: "Edits show up when you save",
  end: "Everything is computed in this browser, and nothing leaves your machine. Press Ctrl-C in the terminal to stop the server.",
  remedy: "restart npm run lab",
} as const;

/** The test digits of the page: pixels, then labels. */
export function readDigits(onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(DIGITS_PATH, onProgress);
}

/** The weights of a model of the course. */
export function readCourseWeights(model: ModelName, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(WEIGHTS_PATH + model, onProgress);
}

/** The first images of a part of MNIST: pixels, then labels. */
export function readImages(split: "train" | "test", count: number): Promise<Uint8Array<ArrayBuffer>> {
  return readBytes(`${IMAGES_PATH}${split}?count=${count}`, () => {});
}

/** The names of the results, and the digest of src/. */
export async function listResults(): Promise<ResultList> {
  return (await (await ask(RESULTS_PATH)).json()) as ResultList;
}

/** The checkpoint of a result. */
export async function readCheckpoint(name: string): Promise<string> {
  return (await ask(`${RESULTS_PATH}/${name}`)).text();
}

/** Saves the checkpoint of a training after an epoch that took so long. */
export async function saveCheckpoint(name: string, checkpoint: string, seconds: number): Promise<void> {
  await ask(`${RESULTS_PATH}/${name}?seconds=${seconds}`, { method: "POST", body: checkpoint });
}

/** Why a file below src/ does not load. */
export async function explainBroken(file: string): Promise<BrokenFile | null> {
  const response = await fetch(`${BROKEN_PATH}?file=${encodeURIComponent(file)}`);
  return (await response.json()) as BrokenFile | null;
}

/** Calls a listener with the file below src/ that was edited. */
export function onEdit(listener: (file: string) => void): void {
  const edits = new EventSource(EDITS_PATH);
  edits.addEventListener("message", ({ data }: MessageEvent<string>) => listener(JSON.parse(data) as string));
  // A server that was started again may have other code, and edits were missed.
  const reload = (): void => location.reload();
  edits.addEventListener("error", () => edits.addEventListener("open", reload));
}

async function readBytes(path: string, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  return readBody(await ask(path), onProgress);
}

async function ask(path: string, request?: RequestInit): Promise<Response> {
  const response = await fetch(path, request).catch((cause: unknown) => {
    throw new Error("The server does not answer: is npm run lab still running?", { cause });
  });
  if (!response.ok) throw new Error((await response.text()) || `${path} could not be read`);
  return response;
}
