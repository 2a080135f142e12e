import { readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { codeOf } from "../../shared/write-error.ts";

/*
 * While a desk is open, a small file beside its marks file says where. A second desk then refuses to open the marks, and after a
 * crash the next one listens at the same address, so that an open page goes on and saves what waits.
 */

const NOTE = z.object({
  pid: z.int().positive(),
  port: z.int().min(1).max(65_535),
  token: z.string().regex(/^[\w-]{22}$/),
});
export type OpenNote = Readonly<z.infer<typeof NOTE>>;

const PRIVATE = 0o600;
const FOR_OTHERS = 0o077;
const ANSWER_MS = 2000;

/** The note of a desk that is open, or was killed; undefined if there is none that only we could have written. */
export async function readNote(marks: string): Promise<OpenNote | undefined> {
  const file = await noteFile(marks);
  try {
    const { uid, mode } = await stat(file);
    // Whoever knows the token sees the answers. Windows has neither owners nor modes here.
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & FOR_OTHERS) === 0);
    return isOurs ? NOTE.parse(JSON.parse(await readFile(file, "utf8"))) : undefined;
  } catch {
    return undefined;
  }
}

/** Tests if the desk of a note answers. */
export async function isOpen(note: OpenNote): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(`${addressOf(note)}icon.svg`, { signal, redirect: "error" }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

export function addressOf({ port, token }: Omit<OpenNote, "pid">): string {
  return `http://127.0.0.1:${port}/${token}/`;
}

/** Writes the note. @returns false if another desk was quicker */
export async function writeNote(marks: string, note: OpenNote, before: OpenNote | undefined): Promise<boolean> {
  const file = await noteFile(marks);
  const write = (flag: "w" | "wx") => writeFile(file, `${JSON.stringify(note)}\n`, { flag, mode: PRIVATE });
  try {
    await write(before === undefined ? "wx" : "w");
  } catch (error) {
    // Where nothing can be written, the desk still shows answers.
    if (codeOf(error) !== "EEXIST") return true;
    const other = await readNote(marks);
    if (other !== undefined && (await isOpen(other))) return false;
    await rm(await noteFile(marks), { force: true }).catch(() => undefined);
    await write("wx").catch(() => undefined);
  }
  return true;
}

/** Removes the note, unless another desk has written its own. */
export async function removeNote(marks: string, { token }: OpenNote): Promise<void> {
  if ((await readNote(marks))?.token !== token) return;
  await rm(await noteFile(marks), { force: true }).catch(() => undefined);
}

/** One for all links to the marks file. */
async function noteFile(marks: string): Promise<string> {
  const file = await realpath(marks).catch(() => marks);
  return join(dirname(file), `.desk-${basename(file)}.json`);
}
