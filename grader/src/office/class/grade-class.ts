import { mkdtemp } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { foreseeEmbedded, type EngineChoice, type EngineName } from "@robustness-lab/fixtures/engine/choice";
import { UsageError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import type { Isolation } from "../../pipeline/run/isolation/index.ts";
import type { Course } from "../course/course.ts";
import { openCache } from "./cache.ts";
import type { ClassFile, ClassSettings } from "./class-file.ts";
import { readClass, removeLeftovers } from "./class-folder.ts";
import { openRecord, type ClassRecord } from "./class-record.ts";
import { findClass } from "./discover/discover.ts";
import { assertNobodyVanishes, withKnownFolders, type Previous } from "./latecomers.ts";
import type { Layout } from "./discover/folder.ts";
import { gradeOne, type GradingContext, type Outcome } from "./grade-one.ts";
import { graderDigest } from "./grader-digest.ts";
import { openLane, runInLanes, type Lane } from "./lanes.ts";
import { chooseJobs, thisMachine } from "./machine.ts";
import { planClass, shardOf, type PlannedSubmission, type Shard } from "./plan.ts";
import { openReadings } from "./readings.ts";
import { resolveSettings, type RequestedSettings } from "./settings.ts";
import { formTeams, unknownIds } from "./teams.ts";
import { withTimes, type Times } from "./times.ts";
import type { WorkerSettings } from "./worker-messages.ts";
import { startWorker, type Worker } from "./worker-process.ts";

export interface ClassOptions {
  /** A folder of submissions or a roster. */
  readonly source: string;
  readonly layout: Layout;
  readonly out: string;
  readonly cacheFolder: string;
  readonly engine: EngineChoice;
  readonly isolation: Isolation;
  readonly graderVersion: string;
  /** Default: as many as cores and memory allow. */
  readonly jobs?: number;
  readonly seed?: number;
  readonly only?: readonly string[];
  readonly shard?: Shard;
  /** Names at the top of the source that are no submissions. */
  readonly skip?: readonly string[];
  /** Grades a doubtful layout without asking. */
  readonly asIs?: boolean;
  /** What becomes of those in `out` who are not in the source; by default, nothing is graded. */
  readonly previous?: Previous;
  /** Default: that of the class in `out`. */
  readonly course?: Course;
  /** When submissions were handed in. */
  readonly times?: Times;
  /** Takes missing options from the class in `out`. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly events: ClassEvents;
}

export interface ClassEvents {
  /** Something that was decided about the source. */
  readonly onTold?: (sentence: string) => void;
  /** Asks whether a doubtful layout is right. */
  readonly isRight?: (doubts: readonly string[]) => Promise<boolean>;
  /** Ids in the course that no submission has. */
  readonly onUnknown?: (ids: readonly string[]) => void;
  readonly onStart: (planned: readonly PlannedSubmission[], jobs: number, settings: ClassSettings) => void;
  readonly onBegun: () => void;
  readonly onFinished: (outcome: Outcome) => void;
}

/**
 * Grades a class: finds the submissions, resolves the settings and grades each submission. class.json and the results on
 * disk are complete at any moment, so a run may be stopped at any moment.
 *
 * @throws UsageError before anything is written
 */
export async function gradeClass(given: ClassOptions): Promise<ClassFile> {
  const { source, out, layout, signal } = given;
  assertOutside(source, out);
  const previous = await readClass(out);
  const course = given.course ?? previous?.course ?? {};
  const found = await findClass(source, layout, { skip: given.skip ?? [] });
  for (const sentence of found.told) given.events.onTold?.(sentence);
  if (found.doubts.length > 0 && given.asIs !== true) await assertRight(found.doubts, given);
  const formed = formTeams(withTimes(found.submissions, given.times ?? new Map()), course);
  const everyone = withKnownFolders(planClass(formed), previous);
  if (given.previous === undefined) assertNobodyVanishes(everyone, previous, given);
  given.events.onUnknown?.(unknownIds([...everyone, ...(previous?.submissions ?? [])], course));
  const options = given.resume && previous !== undefined ? resumeOptions(given, previous) : given;
  const planned = options.shard === undefined ? everyone : shardOf(everyone, options.shard);
  const workers = await openWorkers(options);
  const settings = resolveSettings(await toRequest(options, workers.engine), previous, out);
  const scratch = await makeScratch();
  try {
    const record = openRecord(planned, settings, previous, { out, keepsOthers: given.previous === "keep" });
    await removeLeftovers(out);
    await record.save();
    const { isolation, cacheFolder } = options;
    const common = {
      out,
      settings,
      isolation,
      cache: openCache(cacheFolder),
      readings: openReadings(cacheFolder, settings.grader.digest),
      scratch: scratch.folder,
      signal,
    };
    await gradeAll(planned, { options, workers, record, context: { ...common, keepsResults: previous !== undefined } });
    return record.file();
  } finally {
    await scratch.remove();
  }
}

async function assertRight(doubts: readonly string[], { source, events }: ClassOptions): Promise<void> {
  if ((await events.isRight?.(doubts)) === true) return;
  const advice = "leave out what is no submission with --skip <names>, or grade everything as it is with --as-is";
  throw new UsageError(
    [`${source} may be no class as it is: ${advice}`, ...doubts.map((each) => `  ${each}`)].join("\n"),
  );
}

/** Results among the submissions would be graded as a submission in the next run. */
function assertOutside(source: string, out: string): void {
  const path = relative(resolve(source), resolve(out));
  if (path === "" || !(path.startsWith("..") || isAbsolute(path))) {
    throw new UsageError(`--out ${out} is among the submissions: choose a folder outside ${source}`);
  }
}

/** Given options have priority, so that a contradiction to the existing class is reported. */
function resumeOptions(options: ClassOptions, { grader, only, shards }: ClassFile): ClassOptions {
  const [index, ...more] = shards?.parts ?? [];
  const shard =
    shards === undefined || index === undefined || more.length > 0 ? {} : { shard: { index, of: shards.of } };
  return {
    ...shard,
    ...(only === undefined ? {} : { only }),
    ...options,
    // Otherwise an engine installed in the meantime would grade the rest of the class.
    engine: options.engine === "auto" ? parseEngine(grader.engine) : options.engine,
  };
}

const ENGINES = ["node-gpu", "node", "wasm"] as const;

function parseEngine(name: string): EngineChoice {
  return ENGINES.find((each) => each === name) ?? "auto";
}

interface Workers {
  readonly engine: EngineName;
  readonly start: (seed: number, temporary: string) => Promise<Worker>;
}

/** Resolves the engine, starting a worker if necessary. @throws UsageError if it is not available */
async function openWorkers(options: ClassOptions): Promise<Workers> {
  const { isolation, graderVersion, only } = options;
  const common = { isolation, graderVersion, ...(only === undefined ? {} : { only }) };
  // A class whose results are all cached then loads no engine.
  const foreseen = foreseeEmbedded(options.engine)?.name;
  const engine = foreseen ?? (await tryEngine({ ...common, engine: options.engine, seed: 1 }));
  return { engine, start: (seed, temporary) => startWorker({ ...common, engine, seed, temporary }) };
}

async function tryEngine(settings: WorkerSettings): Promise<EngineName> {
  const worker = await startWorker(settings);
  await worker.stop();
  return worker.engine;
}

async function toRequest(options: ClassOptions, engine: EngineName): Promise<RequestedSettings> {
  const { graderVersion, isolation, seed, only, shard, course } = options;
  return {
    grader: { version: graderVersion, digest: await graderDigest(), engine, isolation: isolation.name },
    ...(seed === undefined ? {} : { seed }),
    ...(only === undefined ? {} : { only }),
    ...(shard === undefined ? {} : { shard }),
    ...(course === undefined ? {} : { course }),
  };
}

interface Run {
  readonly options: ClassOptions;
  readonly workers: Workers;
  readonly context: GradingContext;
  readonly record: ClassRecord;
}

async function gradeAll(
  planned: readonly PlannedSubmission[],
  { options, workers, context, record }: Run,
): Promise<void> {
  const { events, signal } = options;
  const jobs = Math.min(options.jobs ?? chooseJobs(workers.engine, thisMachine()), Math.max(1, planned.length));
  events.onStart(planned, jobs, context.settings);
  const temporary = await mkdtemp(join(context.scratch, ".workers-"));
  const start = (): Promise<Worker> => workers.start(context.settings.grader.seed, temporary);
  const lanes = Array.from({ length: jobs }, () => openLane(start));
  const stop = (): void => void Promise.all(lanes.map((lane) => lane.stop()));
  signal.addEventListener("abort", stop, { once: true });
  try {
    const grade = async (each: PlannedSubmission, lane: Lane): Promise<void> => {
      events.onBegun();
      const outcome = await gradeOne(each, lane, context);
      await record.set(outcome.entry);
      events.onFinished(outcome);
    };
    await runInLanes(planned, lanes, grade, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    await Promise.all(lanes.map((lane) => lane.stop()));
  }
}
