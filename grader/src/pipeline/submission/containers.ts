import { messageOf, UsageError } from "../../shared/errors.ts";
import { pathInWords } from "../../shared/quote.ts";
import type { Entry } from "./entry.ts";
import { gatherFiles, readAtMost, type Gathered } from "./gather.ts";
import { layOut, type Layout } from "./layout.ts";
import { note, readAs, type Note } from "./notes.ts";
import { judgePath } from "./paths.ts";
import { SubmissionProblem, UnreadableEntry } from "./problems.ts";
import { isArchive, openBytes } from "./source.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";

/** A folder or an archive with what was gathered in it. */
export interface Container {
  readonly gathered: Gathered;
  /** Starts another pass over the entries. */
  readonly open: () => Promise<AsyncIterable<Entry>>;
}

/** The containers of a submission, outermost first, and the layout of the innermost, which has the sources. */
export interface Opened {
  readonly containers: readonly Container[];
  readonly layout: Layout;
  /** On what surrounds the innermost container. */
  readonly notes: readonly Note[];
}

/**
 * Opens a submission, and the one archive with sources in it, if it has none itself: an LMS makes a folder around what is
 * uploaded, and students zip zips.
 *
 * @throws SubmissionProblem if there are no sources, or several archives with different ones
 */
export async function openContainers(open: Container["open"], isPacked: boolean, depth = 0): Promise<Opened> {
  const gathered = await gatherFiles(await open());
  const own = { gathered, open };
  const layout = attempt(() => layOut(gathered));
  if ("value" in layout) return { containers: [own], layout: layout.value, notes: [] };
  const archives = gathered.paths.filter(isArchive);
  if (archives.length === 0 || depth === STAGING_LIMITS.maxInnerDepth) throw layout.problem;
  const tried = await tryArchives(archives, own, depth);
  const readable = tried.filter((each) => "opened" in each);
  const [chosen, ...others] = readable;
  if (chosen === undefined) throw noneReadable(tried, archives);
  if (others.some((other) => digestOf(other.opened) !== digestOf(chosen.opened))) throw tooMany(archives);
  const { containers, layout: inner, notes } = chosen.opened;
  const beside = gathered.paths.filter((path) => path !== chosen.path);
  return {
    containers: [own, ...containers],
    layout: inner,
    notes: [
      ...notes,
      ...(isPacked ? [readAs(chosen.path, "as an archive in the archive")] : []),
      ...beside.map((path) =>
        note("beside", path, `it was handed in beside ${pathInWords(chosen.path)}, which is graded`),
      ),
    ],
  };
}

type Tried = { readonly path: string } & ({ readonly opened: Opened } | { readonly problem: string });

async function tryArchives(paths: readonly string[], { open }: Container, depth: number): Promise<readonly Tried[]> {
  const wanted = new Set(paths.slice(0, STAGING_LIMITS.maxInnerArchives));
  const contents = await readWanted(await open(), wanted);
  const tried: Tried[] = [];
  for (const [path, bytes] of contents) tried.push(await tryArchive(path, bytes, depth));
  return tried;
}

async function readWanted(entries: AsyncIterable<Entry>, wanted: ReadonlySet<string>) {
  const contents = new Map<string, Buffer | string>();
  for await (const entry of entries) {
    const judged = judgePath(entry.path);
    if (judged.status !== "usable" || entry.kind !== "file" || !wanted.has(judged.path)) continue;
    const bytes = await readAtMost(entry, STAGING_LIMITS.maxInnerBytes).catch((error: unknown) => {
      if (error instanceof UnreadableEntry) return error.message;
      throw error;
    });
    contents.set(judged.path, bytes ?? "it is too large");
  }
  return contents;
}

async function tryArchive(path: string, bytes: Buffer | string, depth: number): Promise<Tried> {
  if (typeof bytes === "string") return { path, problem: bytes };
  try {
    return { path, opened: await openContainers(() => openBytes(bytes, path), true, depth + 1) };
  } catch (error) {
    if (!(error instanceof SubmissionProblem) && !(error instanceof UsageError)) throw error;
    return { path, problem: messageOf(error) };
  }
}

function noneReadable(tried: readonly Tried[], archives: readonly string[]): SubmissionProblem {
  const [only] = tried;
  if (archives.length > 1 || only === undefined || !("problem" in only)) return tooMany(archives);
  return new SubmissionProblem(`In ${pathInWords(only.path)}: ${only.problem}`);
}

function tooMany(archives: readonly string[]): SubmissionProblem {
  const names = archives.map((path) => JSON.stringify(path)).join(" and ");
  return new SubmissionProblem(`There are ${archives.length} archives, ${names}; hand in only the one to be graded.`);
}

/** Equal for two archives with the same files. */
function digestOf({ layout }: Opened): string {
  return JSON.stringify(layout.files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString("base64")]));
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly problem: SubmissionProblem } {
  try {
    return { value: work() };
  } catch (problem) {
    if (problem instanceof SubmissionProblem) return { problem };
    throw problem;
  }
}
