import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { isAnswers, isCode, isIgnored } from "../../pipeline/submission/paths.ts";
import type { LooseFile, Where } from "./discover/handed-in.ts";
import { fetchCommit } from "./fetch-commit.ts";
import type { Fetched } from "./fetched.ts";

/** Archives, those that the grader does not read included: it says so itself. */
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz|rar|7z|gz|bz2|xz)$/i;

/** Brings a submission within reach; `scratch` is an empty folder that it may use. */
export async function fetchSubmission(where: Where, scratch: string, signal: AbortSignal): Promise<Fetched> {
  switch (where.kind) {
    case "nothing":
      return { status: "unreadable", problem: where.problem };
    case "git":
      return fetchCommit(where, scratch, signal);
    case "files":
      return fetchLoose(where.files, scratch);
    case "path":
      return fetchPath(where.path);
  }
}

/** A folder that holds an archive and no folder is how an LMS wraps what was handed in: the archive counts. */
async function fetchPath(path: string): Promise<Fetched> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return here(path);
  const inside = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !isIgnored(name));
  if (inside.some((each) => each.isDirectory())) return here(path);
  const files = inside.map(({ name }) => ({ path: join(path, name), name }));
  return archiveOf(files) ?? here(path);
}

async function fetchLoose(files: readonly LooseFile[], scratch: string): Promise<Fetched> {
  const archive = archiveOf(files);
  if (archive !== undefined) return archive;
  const folder = join(scratch, "loose");
  await mkdir(folder);
  // The rest, a film perhaps, would not be looked at.
  const wanted = files.filter(({ name }) => isCode(name) || isAnswers(name));
  for (const { path, name } of wanted) await copyFile(path, join(folder, basename(name)));
  return here(folder);
}

/** The one archive among files; undefined where there is none. */
function archiveOf(files: readonly LooseFile[]): Fetched | undefined {
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
  return here(
    archive.path,
    others.map(({ name }) => `${name} was left out: it was handed in beside ${archive.name}, which is graded`),
  );
}

function here(path: string, notes: readonly string[] = []): Fetched {
  return { status: "here", path, notes: [...notes].sort() };
}
