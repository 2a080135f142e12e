import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { earlyWarnings } from "../../pipeline/grade/early-warnings.ts";
import type { Isolation } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { clipName } from "../../pipeline/submission/source.ts";
import { inspectSubmission, type InspectedSubmission } from "../../pipeline/submission/stage.ts";
import type { Cache, CacheKey } from "./cache.ts";
import type { ClassEntry } from "./class-file.ts";
import { readResultIn } from "./class-folder.ts";
import { toEntry, toEntryWithout } from "./entry.ts";
import { fetchSubmission } from "./fetch.ts";
import type { Lane } from "./lanes.ts";
import type { Planned } from "./plan.ts";
import type { ClassSettings } from "./settings.ts";

/** What grading any submission of a class takes. */
export interface Surroundings {
  readonly out: string;
  readonly settings: ClassSettings;
  readonly isolation: Isolation;
  readonly cache: Cache;
  /** Whether what lies in `out` was graded with these settings. */
  readonly keeps: boolean;
  /** A folder of ours. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** What became of a submission, and how: its result was there, known from elsewhere, or computed; or there is none. */
export interface Outcome {
  readonly entry: ClassEntry;
  readonly how: "kept" | "cached" | "graded" | "without";
}

/** Brings one submission to its result, or to the reason why there is none. Throws for nothing that it may meet. */
export async function gradeOne(planned: Planned, lane: Lane, surroundings: Surroundings): Promise<Outcome> {
  const first = await attempt(planned, lane, surroundings);
  if (surroundings.signal.aborted && first.how === "without") return without(planned, { status: "pending" });
  if (first.entry.status !== "grader-fault") return first;
  // Once more, in a fresh process: a machine that was short of something may have it now.
  const second = await attempt(planned, lane, surroundings);
  return surroundings.signal.aborted && second.how === "without" ? without(planned, { status: "pending" }) : second;
}

async function attempt(planned: Planned, lane: Lane, surroundings: Surroundings): Promise<Outcome> {
  const scratch = join(surroundings.scratch, planned.folder);
  try {
    await mkdir(scratch);
    return await gradeIn(scratch, planned, lane, surroundings);
  } catch (error) {
    // Bad usage of one submission is something the staging cannot read.
    const status = error instanceof UsageError ? "unreadable" : "grader-fault";
    return without(planned, { status, problem: messageOf(error) });
  } finally {
    await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function gradeIn(scratch: string, planned: Planned, lane: Lane, surroundings: Surroundings): Promise<Outcome> {
  const { out, cache, keeps, signal } = surroundings;
  const fetched = await fetchSubmission(planned.where, scratch, signal);
  if (fetched.status === "fault") return without(planned, { status: "grader-fault", problem: fetched.problem });
  if (fetched.status === "unreadable") return without(planned, { status: "unreadable", problem: fetched.problem });
  const inspected = await inspectSubmission(fetched.path).catch((error: unknown) => {
    throw error instanceof UsageError ? withoutPlace(error, fetched.path) : error;
  });
  const key = keyOf(inspected, fetched.notes, surroundings);
  const name = clipName(planned.name);

  const kept = keeps ? await readResultIn(join(out, planned.folder)) : undefined;
  if (kept !== undefined && kept.submission.name === name && isResultOf(key, kept)) {
    return { entry: toEntry(planned, kept), how: "kept" };
  }
  const known = await cache.get(key);
  if (known !== undefined)
    return finish({ ...known, submission: { ...known.submission, name } }, "cached", planned, out);

  const answer = await lane.grade({ path: fetched.path, name, notes: fetched.notes });
  if (answer.type === "usage") return without(planned, { status: "unreadable", problem: answer.message });
  if (answer.type === "fault") return without(planned, { status: "grader-fault", problem: answer.message });
  const { result } = answer;
  if (result.status === "grader-fault") return without(planned, { status: "grader-fault", problem: result.problem });
  // Not where the files changed meanwhile, or a help was missing for want of something.
  if (isResultOf(key, result) && result.warnings.length === key.warnings.length) await cache.put(key, result);
  return finish(result, "graded", planned, out);
}

async function finish(result: Result, how: Outcome["how"], planned: Planned, out: string): Promise<Outcome> {
  // When it is needed: a class of which all is kept has no use for templates.
  const { writeReports } = await import("../../pipeline/report/write.ts");
  await writeReports(result, join(out, planned.folder)).catch((cause: unknown) => {
    // Where results go is not the submission's doing.
    throw new FaultError(messageOf(cause), { cause });
  });
  return { entry: toEntry(planned, result), how };
}

function keyOf(
  inspected: InspectedSubmission,
  notes: readonly string[],
  { settings, isolation }: Surroundings,
): CacheKey {
  const { digest, engine, seed } = settings.grader;
  return {
    graderDigest: digest,
    engine,
    isolation: isolation.name,
    seed,
    only: settings.only ?? null,
    sha256: inspected.status === "staged" ? inspected.sha256 : null,
    problem: inspected.status === "staged" ? null : inspected.message,
    warnings: earlyWarnings(isolation, inspected, notes),
  };
}

/** Whether a result is what the grader with this key says of a submission; of the grader's files it cannot tell. */
function isResultOf(key: CacheKey, result: Result): boolean {
  const { grader, submission, warnings, only = null } = result;
  const problem = result.status === "submission-error" ? result.problem : null;
  const found = [grader.engine, grader.isolation, grader.seed, only, submission.sha256, problem];
  const wanted = [key.engine, key.isolation, key.seed, key.only, key.sha256, key.problem];
  const early = warnings.slice(0, key.warnings.length);
  return result.status !== "grader-fault" && JSON.stringify([found, early]) === JSON.stringify([wanted, key.warnings]);
}

/** The same class elsewhere is the same class: names stay, folders of this machine go. */
function withoutPlace({ message }: UsageError, path: string): UsageError {
  return new UsageError(message.replaceAll(path, basename(path)));
}

function without(planned: Planned, fate: Parameters<typeof toEntryWithout>[1]): Outcome {
  return { entry: toEntryWithout(planned, fate), how: "without" };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)) || "it failed without a word";
}
