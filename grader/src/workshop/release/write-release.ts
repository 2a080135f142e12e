import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { ROOT } from "../../shared/paths.ts";
import { runNpm } from "../../shared/run-command.ts";
import { writeFiles } from "../../shared/write-files.ts";
import { codeOf } from "../../shared/write-error.ts";
import { releaseContents, type Files, type Sources } from "./contents.ts";
import { LEFT_BY_TOOLS, readFiles } from "./read-files.ts";
import { withTexts } from "./translated.ts";

/** A file that stays in the folder until the release is finished, even if the command is killed. */
const MARK = "UNFINISHED-RELEASE.txt";
const MARK_TEXT =
  "This folder is not finished, or not proven. Do not publish it: run ./robustness-lab release again.\n";

/** A release that has begun. */
export interface ReleaseFolder {
  readonly folder: string;
  /** Removes the mark. */
  readonly finish: () => Promise<void>;
  /** Removes everything written. */
  readonly remove: () => Promise<void>;
}

/** Begins a release. @throws UsageError if the folder is not empty */
export async function beginRelease(folder: string): Promise<ReleaseFolder> {
  const existed = await isEmptyFolder(folder);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, MARK), MARK_TEXT);
  return {
    folder,
    finish: () => rm(join(folder, MARK)),
    remove: () => (existed ? empty(folder) : rm(folder, { recursive: true, force: true })),
  };
}

/** The files of a release as they are in this repository, without a lock file. */
export async function readRelease(): Promise<Files> {
  return releaseContents(await readSources(), await ourEngines());
}

/** Writes the files of a release, with a lock file. @param texts a folder of translated texts @returns all files */
export async function writeRelease(folder: string, signal: AbortSignal, texts?: string): Promise<Files> {
  const ours = await readRelease();
  const contents = texts === undefined ? ours : await withTexts(ours, texts);
  await writeFiles(folder, contents);
  await writeLockFile(folder, signal);
  return releasedFiles(folder);
}

/** The files of a release as they are now, without the mark. */
export async function releasedFiles(folder: string): Promise<Files> {
  return new Map([...(await readFiles(folder))].filter(([path]) => path !== MARK));
}

async function readSources(): Promise<Sources> {
  const root = ["LICENSE", ".npmrc"].map(async (path) => [path, await readFile(join(ROOT, path))] as const);
  return {
    template: await readFiles(join(ROOT, "template"), LEFT_BY_TOOLS),
    fixtures: await readFiles(join(ROOT, "fixtures"), LEFT_BY_TOOLS),
    root: new Map(await Promise.all(root)),
  };
}

async function ourEngines(): Promise<unknown> {
  return (JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { readonly engines: unknown }).engines;
}

/** npm prunes our lock file, so that students get the versions that we test with. */
async function writeLockFile(folder: string, signal: AbortSignal): Promise<void> {
  await writeFile(join(folder, "package-lock.json"), await readFile(join(ROOT, "package-lock.json")));
  await runNpm(["install", "--package-lock-only", "--prefer-offline"], {
    folder,
    signal,
    purpose: "write a lock file",
  });
}

async function isEmptyFolder(folder: string): Promise<boolean> {
  try {
    if ((await readdir(folder)).length === 0) return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw new UsageError(`${folder} is not a folder that a release can be written to`, { cause: error });
  }
  throw new UsageError(`${folder} is not empty; a release is written to a new folder or an empty one`);
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
