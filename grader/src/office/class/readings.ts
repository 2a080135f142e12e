import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isIgnored } from "@robustness-lab/fixtures/hand-in";
import writeFileAtomic from "write-file-atomic";
import type { InspectedSubmission } from "../../pipeline/submission/stage.ts";
import type { SubmissionLocation } from "./discover/submission.ts";

/** What reading a submission found. */
export interface Reading {
  readonly inspected: InspectedSubmission;
  readonly notes: readonly string[];
}

/** Earlier readings of files that have not changed since, so that a class that is graded again is not read again. */
export interface Readings {
  readonly recall: (location: SubmissionLocation) => Promise<Reading | undefined>;
  /** Keeps what was read since `recall`, unless the files have changed in between. */
  readonly remember: (location: SubmissionLocation, reading: Reading) => Promise<void>;
}

/** A folder with more entries is read each time. */
const MAX_ENTRIES = 2000;

/** Readings in a folder of caches, by this grader. Failures to read or write only cost time. */
export function openReadings(folder: string, graderDigest: string): Readings {
  const fileOf = async (location: SubmissionLocation): Promise<string> => {
    const name = createHash("sha256").update(JSON.stringify([graderDigest, await stateOf(location)]));
    return join(folder, "read", `${name.digest("hex")}.json`);
  };
  const asked = new WeakMap<SubmissionLocation, string>();
  return {
    recall: async (location) => {
      try {
        const file = await fileOf(location);
        asked.set(location, file);
        return JSON.parse(await readFile(file, "utf8")) as Reading;
      } catch {
        return undefined;
      }
    },
    remember: async (location, reading) => {
      try {
        const file = await fileOf(location);
        // Files that changed while they were read may be half old and half new.
        if (file !== asked.get(location)) return;
        await mkdir(dirname(file), { recursive: true });
        await writeFileAtomic(file, JSON.stringify(reading));
      } catch {
        // The next run reads it again.
      }
    },
  };
}

/** Paths, sizes, times and inodes of all files. @throws Error for what lies elsewhere, or is too much */
async function stateOf(location: SubmissionLocation): Promise<readonly unknown[]> {
  if (location.kind !== "path" && location.kind !== "files") throw new Error("it is not on this disk");
  const named = location.kind === "path" ? [location.path] : location.files.map(({ path }) => path);
  const names = location.kind === "path" ? [] : location.files.map(({ name }) => name);
  const states: unknown[] = [];
  for (const path of [...named, ...(location.onlineText === undefined ? [] : [location.onlineText])]) {
    await addState(path, states);
  }
  return [location.kind, names, location.onlineText ?? null, states];
}

async function addState(path: string, states: unknown[]): Promise<void> {
  if (states.length >= MAX_ENTRIES) throw new Error("it has too many files");
  const found = await lstat(path, { bigint: true });
  const { size, mtimeNs, ino, mode } = found;
  const isFolder = found.isDirectory();
  states.push([path, String(mode), String(ino), ...(isFolder ? [] : [String(size), String(mtimeNs)])]);
  if (!isFolder) return;
  const names = (await readdir(path)).filter((name) => !isIgnored(name)).sort();
  for (const name of names) await addState(join(path, name), states);
}
