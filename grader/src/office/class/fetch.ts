import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { isAnswers, isCode, isIgnored } from "@robustness-lab/fixtures/hand-in";
import { pathInWords } from "../../shared/quote.ts";
import type { LooseFile, SubmissionLocation } from "./discover/submission.ts";
import { fetchCommit } from "./fetch-commit.ts";
import type { FetchOutcome } from "./fetch-outcome.ts";

/** Archives, including formats that the grader rejects with a message. */
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz|rar|7z|gz|bz2|xz)$/i;

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
      return fetchLoose(location.files, scratch);
    case "path":
      return fetchPath(location.path);
  }
}

/** A folder with an archive and without folders was made by an LMS: the archive is the submission. */
async function fetchPath(path: string): Promise<FetchOutcome> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return fetched(path);
  const inside = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !isIgnored(name));
  if (inside.some((each) => each.isDirectory())) return fetched(path);
  const files = inside.map(({ name }) => ({ path: join(path, name), name }));
  return archiveAmong(files) ?? fetched(path);
}

async function fetchLoose(files: readonly LooseFile[], scratch: string): Promise<FetchOutcome> {
  const archive = archiveAmong(files);
  if (archive !== undefined) return archive;
  const folder = join(scratch, "loose");
  await mkdir(folder);
  // Other files are ignored anyway and may be large.
  const wanted = files.filter(({ name }) => isCode(name) || isAnswers(name));
  for (const { path, name } of wanted) await copyFile(path, join(folder, basename(name)));
  return fetched(folder);
}

/** The only archive among files; undefined if there is none. */
function archiveAmong(files: readonly LooseFile[]): FetchOutcome | undefined {
  const archives = files.filter(({ name }) => ARCHIVE.test(name));
  const [archive] = archives;
  if (archive === undefined) return undefined;
  if (archives.length > 1) {
    const names = archives.map(({ name }) => JSON.stringify(name)).join(" and ");
    return {
      status: "unreadable",
      problem: `there are ${archives.length} archives, ${names}: keep the one to be graded`,
    };
  }
  const others = files.filter((file) => file !== archive);
  return fetched(
    archive.path,
    others.map(
      ({ name }) =>
        `${pathInWords(name)} was left out: it was handed in beside ${pathInWords(archive.name)}, which is graded`,
    ),
  );
}

function fetched(path: string, notes: readonly string[] = []): FetchOutcome {
  return { status: "fetched", path, notes: [...notes].sort() };
}
