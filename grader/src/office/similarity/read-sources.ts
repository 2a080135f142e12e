import { readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { decodeText, isCode } from "@robustness-lab/fixtures/hand-in";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { messageOf, UsageError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import type { ClassEntry } from "../class/class-file.ts";
import { readClass } from "../class/class-folder.ts";
import { runInLanes } from "../class/lanes.ts";
import { namesFor } from "../../shared/shown-name.ts";
import { openSubmissions } from "../marks/find-submission.ts";
import type { FindSubmission } from "../marks/read-answers.ts";
import type { Source } from "./compare.ts";

/** The sources of a class, and what is missing in them. */
export interface ClassSources {
  readonly sources: readonly Source[];
  readonly notes: readonly string[];
}

type Graded = Extract<ClassEntry, { readonly status: "graded" }>;

/**
 * Reads the sources of the graded submissions of a class, as grading did: results do not contain them.
 *
 * @throws UsageError if there is no class, or `submissions` cannot be read
 */
export async function readSources(folder: string, submissions: string, signal: AbortSignal): Promise<ClassSources> {
  const file = await readClass(folder);
  if (file === undefined) throw new UsageError(`${folder} has no class.json: expected a folder written by grade-class`);
  const graded = file.submissions.filter((entry) => entry.status === "graded");
  const teams = teamsIn(graded);
  const nameOf = namesFor(graded);
  const find = await openSubmissions(submissions, { results: graded.length, graded: file, signal });
  const scratch = await makeScratch();
  try {
    const read = new Map<string, Read>();
    const lanes = Array.from({ length: availableParallelism() }, (_, lane) => join(scratch.folder, `lane${lane}`));
    const readNext = async (entry: Graded, lane: string): Promise<void> => {
      read.set(entry.id, await readOne(entry, nameOf(entry), { find, lane }));
      await rm(lane, { recursive: true, force: true });
    };
    await runInLanes(graded, lanes, readNext, signal);
    signal.throwIfAborted();
    const ordered = graded.flatMap(({ id }) => read.get(id) ?? []);
    const sources = ordered.flatMap(({ source }) => source ?? []);
    return {
      sources: sources.map((source) => ({ ...source, team: teams.get(source.id) ?? source.id })),
      notes: ordered.flatMap(({ notes }) => notes),
    };
  } finally {
    await scratch.remove();
  }
}

/** The team of each submission and of each member, who may have handed in alone too. */
function teamsIn(graded: readonly Graded[]): ReadonlyMap<string, string> {
  const named = graded.flatMap(({ id, team = [] }) => {
    const key = team
      .map((member) => member.id)
      .sort()
      .join("\n");
    return team.length === 0 ? [] : [id, ...team.map((member) => member.id)].map((one) => [one, key] as const);
  });
  return new Map(named);
}

interface Read {
  /** Undefined if it cannot be read. */
  readonly source?: Source;
  readonly notes: readonly string[];
}

async function readOne(
  { id, folder, name, sha256 }: Graded,
  shown: string,
  { find, lane }: { readonly find: FindSubmission; readonly lane: string },
): Promise<Read> {
  const without = (problem: string): Read => ({ notes: [`${shown} was not compared: ${problem}`] });
  try {
    const found = await find(folder, join(lane, "fetched"));
    if ("problem" in found) return without(found.problem);
    const staged = await stageSubmission(found.path, join(lane, "staged"));
    if (staged.status === "problem") return without(staged.message);
    const files = await Promise.all(
      staged.files.filter(isCode).map(async (path) => {
        return { path, text: decodeText(await readFile(join(staged.folder, path))) };
      }),
    );
    const notes = staged.sha256 === sha256 ? [] : [`${shown}: these are not the files that were graded`];
    return { source: { id, name, sha256: staged.sha256, team: id, files }, notes };
  } catch (error) {
    return without(messageOf(error));
  }
}
