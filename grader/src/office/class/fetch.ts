import { cp, link, mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isIgnored } from "@robustness-lab/fixtures/hand-in";
import { ONLINE_TEXT } from "../../pipeline/submission/written-names.ts";
import type { LooseFile, SubmissionLocation } from "./discover/submission.ts";
import { fetchCommit } from "./fetch-commit.ts";
import type { FetchOutcome } from "./fetch-outcome.ts";

/** Makes a submission available as a folder or an archive. `scratch` is an empty folder for temporary files. */
export async function fetchSubmission(
  location: SubmissionLocation,
  scratch: string,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  switch (location.kind) {
    case "nothing":
      return { status: "unreadable", problem: location.problem };
    case "git":
      return fetchCommit({ url: location.url, ref: location.commit }, scratch, signal);
    case "files":
      return collectFiles([...location.files, ...onlineText(location)], scratch);
    case "path":
      return location.onlineText === undefined ? fetched(location.path) : fetchWithText(location, scratch);
  }
}

type WithText = Extract<SubmissionLocation, { readonly onlineText?: string }>;

function onlineText({ onlineText: path }: WithText): readonly LooseFile[] {
  return path === undefined ? [] : [{ path, name: ONLINE_TEXT }];
}

async function fetchWithText(location: WithText & { readonly path: string }, scratch: string): Promise<FetchOutcome> {
  const inside = (await readdir(location.path)).filter((name) => !isIgnored(name));
  const files = inside.map((name) => ({ path: join(location.path, name), name }));
  return collectFiles([...files, ...onlineText(location)], scratch);
}

/** Files of one student in a folder, under the names that the student gave them. */
async function collectFiles(files: readonly LooseFile[], scratch: string): Promise<FetchOutcome> {
  const folder = join(scratch, "loose");
  await mkdir(folder);
  for (const { path, name } of files) await linkOrCopy(path, join(folder, basename(name)));
  return fetched(folder);
}

/** A second name takes no time, however large the file is; another disk or a folder needs a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  const filter = (path: string): boolean => path === from || !isIgnored(basename(path));
  await link(from, to).catch(() => cp(from, to, { recursive: true, filter, verbatimSymlinks: true }));
}

function fetched(path: string): FetchOutcome {
  return { status: "fetched", path, notes: [] };
}
