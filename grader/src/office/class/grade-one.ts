import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { FaultError, UsageError, messageOf } from "../../shared/errors.ts";
import { earlyWarnings } from "../../pipeline/grade/early-warnings.ts";
import type { Isolation } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { clipName } from "../../pipeline/submission/source.ts";
import { inspectSubmission, type InspectedSubmission } from "../../pipeline/submission/stage.ts";
import type { Cache, CacheKey } from "./cache.ts";
import type { ClassEntry, ClassSettings } from "./class-file.ts";
import { toEntry, toEntryWithout } from "./entry.ts";
import { fetchSubmission } from "./fetch.ts";
import type { Readings } from "./readings.ts";
import type { Lane } from "./lanes.ts";
import type { PlannedSubmission } from "./plan.ts";
import { readResultIn } from "./results.ts";

/** The surroundings of every submission in a class. */
export interface GradingContext {
  readonly out: string;
  readonly settings: ClassSettings;
  readonly isolation: Isolation;
  readonly cache: Cache;
  readonly readings: Readings;
  /** True if the results in `out` were graded with these settings. */
  readonly keepsResults: boolean;
  /** A folder for temporary files. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/** The entry of a submission, and the origin of its result: kept in `out`, cached or graded now; "without" has none. */
export interface Outcome {
  readonly entry: ClassEntry;
  readonly how: "kept" | "cached" | "graded" | "without";
}

/** Grades one submission. Never throws: a failure becomes an entry with the reason. */
export async function gradeOne(planned: PlannedSubmission, lane: Lane, context: GradingContext): Promise<Outcome> {
  const { signal } = context;
  const first = await attempt(planned, lane, context);
  const retries = first.entry.status === "grader-fault" && !signal.aborted;
  // A second attempt uses a new process; a lack of memory, for example, may be over.
  const outcome = retries ? await attempt(planned, lane, context) : first;
  return signal.aborted && outcome.how === "without" ? without(planned, { status: "pending" }) : outcome;
}

async function attempt(planned: PlannedSubmission, lane: Lane, context: GradingContext): Promise<Outcome> {
  const scratch = join(context.scratch, planned.folder);
  try {
    await mkdir(scratch);
    return await gradeIn(scratch, planned, lane, context);
  } catch (error) {
    // For a single submission, a usage error means that staging cannot read it.
    const status = error instanceof UsageError ? "unreadable" : "grader-fault";
    return without(planned, { status, problem: messageOf(error) });
  } finally {
    await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function gradeIn(
  scratch: string,
  given: PlannedSubmission,
  lane: Lane,
  context: GradingContext,
): Promise<Outcome> {
  const name = clipName(given.name);
  const recalled = await recalledResult(name, given, context);
  if (recalled !== undefined) return recalled;
  const fetched = await fetchSubmission(given.location, scratch, context.signal);
  const planned = "commit" in fetched ? { ...given, submittedAt: fetched.commit.submittedAt } : given;
  if (fetched.status === "fault") return without(planned, { status: "grader-fault", problem: fetched.problem });
  const doubts = planned.notes ?? [];
  if (fetched.status === "unreadable") {
    return without(planned, { status: "unreadable", problem: [fetched.problem, ...doubts].join("; ") });
  }
  const { path } = fetched;
  const notes = [...doubts, ...fetched.notes];
  const inspected = await inspectSubmission(path, picturesOf(planned, context)).catch((error: unknown) => {
    throw error instanceof UsageError ? withoutPath(error, path) : error;
  });
  await context.readings.remember(planned.location, { inspected, notes: fetched.notes });
  const key = keyOf(inspected, notes, context);
  const known = await knownResult(key, name, planned, context);
  if (known !== undefined) return known;

  const answer = await lane.grade({ path, name, notes });
  if (answer.type === "usage") return without(planned, { status: "unreadable", problem: answer.message });
  if (answer.type === "fault") return without(planned, { status: "grader-fault", problem: answer.message });
  const { result } = answer;
  if (result.status === "grader-fault") return without(planned, { status: "grader-fault", problem: result.problem });
  // Not cached if the files changed in the meantime, or if a later warning says that something was missing.
  if (isResultOf(key, result) && result.warnings.length === key.warnings.length) await context.cache.put(key, result);
  return finish(result, "graded", planned, context);
}

/** The result of files that have not changed since they were read. */
async function recalledResult(
  name: string,
  planned: PlannedSubmission,
  context: GradingContext,
): Promise<Outcome | undefined> {
  const reading = await context.readings.recall(planned.location);
  if (reading === undefined) return undefined;
  const key = keyOf(reading.inspected, [...(planned.notes ?? []), ...reading.notes], context);
  return knownResult(key, name, planned, hasCopies(reading.inspected) ? { ...context, cache: NO_CACHE } : context);
}

/** Pictures and documents are copied only when the submission is read. */
function hasCopies(inspected: InspectedSubmission): boolean {
  return inspected.status === "staged" && inspected.pictures.length + inspected.documents.length > 0;
}

const NO_CACHE: Cache = { get: () => Promise.resolve(undefined), put: () => Promise.resolve() };

async function knownResult(
  key: CacheKey,
  name: string,
  planned: PlannedSubmission,
  context: GradingContext,
): Promise<Outcome | undefined> {
  const { out, keepsResults, cache } = context;
  const kept = keepsResults ? await readResultIn(join(out, planned.folder)) : undefined;
  if (kept !== undefined && kept.submission.name === name && isResultOf(key, kept)) {
    return { entry: toEntry(planned, kept), how: "kept" };
  }
  const cached = await cache.get(key);
  if (cached === undefined) return undefined;
  return finish({ ...cached, submission: { ...cached.submission, name } }, "cached", planned, context);
}

async function finish(
  result: Result,
  how: Outcome["how"],
  planned: PlannedSubmission,
  context: GradingContext,
): Promise<Outcome> {
  // Loaded only if needed: a class whose results are all kept needs no templates.
  const { writeReports } = await import("../../pipeline/report/write.ts");
  await writeReports(result, join(context.out, planned.folder), picturesOf(planned, context)).catch(
    (cause: unknown) => {
      // A folder that cannot be written is not the submission's fault.
      throw new FaultError(messageOf(cause), { cause });
    },
  );
  return { entry: toEntry(planned, result), how };
}

/** The folder of the pictures and documents of a submission while it is graded. */
function picturesOf({ folder }: PlannedSubmission, { scratch }: GradingContext): string {
  return join(scratch, folder, "pictures");
}

function keyOf(
  inspected: InspectedSubmission,
  notes: readonly string[],
  { settings, isolation }: GradingContext,
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

/** Tests if a result agrees with a key, except for the grader's digest, which results do not contain. */
function isResultOf(key: CacheKey, result: Result): boolean {
  const { grader, submission, warnings, only = null } = result;
  const problem = result.status === "submission-error" ? result.problem : null;
  const found = [grader.engine, grader.isolation, grader.seed, only, submission.sha256, problem];
  const wanted = [key.engine, key.isolation, key.seed, key.only, key.sha256, key.problem];
  const early = warnings.slice(0, key.warnings.length);
  return result.status !== "grader-fault" && JSON.stringify([found, early]) === JSON.stringify([wanted, key.warnings]);
}

/** Removes this machine's folders from a message, so that the same class gives the same class.json elsewhere. */
function withoutPath({ message }: UsageError, path: string): UsageError {
  return new UsageError(message.replaceAll(JSON.stringify(path), JSON.stringify(basename(path))));
}

function without(planned: PlannedSubmission, fate: Parameters<typeof toEntryWithout>[1]): Outcome {
  return { entry: toEntryWithout(planned, fate), how: "without" };
}
