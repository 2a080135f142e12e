import { isAbsolute, relative, resolve } from "node:path";
import type { EngineChoice, EngineName } from "@robustness-lab/fixtures/engine";
import { UsageError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import type { Isolation } from "../../pipeline/run/isolation/index.ts";
import { openCache } from "./cache.ts";
import { CLASS_SCHEMA_ID, type ClassEntry, type ClassFile } from "./class-file.ts";
import { readClass, removeLeftovers, writeClass } from "./class-folder.ts";
import { discoverClass } from "./discover/discover.ts";
import type { Layout } from "./discover/folder.ts";
import { toEntryWithout } from "./entry.ts";
import { gradeOne, type Outcome, type Surroundings } from "./grade-one.ts";
import { graderDigest } from "./grader-digest.ts";
import { openLane, runInLanes } from "./lanes.ts";
import { chooseJobs, foreseeEngine, thisMachine } from "./machine.ts";
import type { WorkerSettings } from "./worker-messages.ts";
import { planClass, shardOf, type Planned, type Shard } from "./plan.ts";
import { settleSettings, type Asked, type ClassSettings } from "./settings.ts";
import { startWorker, type Worker } from "./worker-process.ts";

/** What grading a class depends on. */
export interface ClassOptions {
  /** A folder of submissions, or a roster. */
  readonly source: string;
  readonly layout: Layout;
  readonly out: string;
  readonly cacheFolder: string;
  readonly engine: EngineChoice;
  readonly isolation: Isolation;
  readonly graderVersion: string;
  /** By default as many as the machine bears. */
  readonly jobs?: number;
  readonly seed?: number;
  readonly only?: readonly string[];
  readonly shard?: Shard;
  /** Takes from the class that is in `out` whatever is not said here. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly events: ClassEvents;
}

/** What a caller may watch. */
export interface ClassEvents {
  readonly onStart: (total: number, jobs: number, settings: ClassSettings) => void;
  readonly onBegun: () => void;
  readonly onFinished: (outcome: Outcome) => void;
}

/**
 * Grades a class: finds who handed in, settles what all have in common, and brings each to a result. class.json and the
 * results are complete on disk at any moment, so that a run may be ended at any.
 *
 * @throws UsageError before anything is written
 */
export async function gradeClass(given: ClassOptions): Promise<ClassFile> {
  const { source, out, layout, signal } = given;
  assertApart(source, out);
  const whole = planClass(await discoverClass(source, layout));
  const previous = await readClass(out);
  const options = given.resume && previous !== undefined ? resumed(given, previous) : given;
  const planned = options.shard === undefined ? whole : shardOf(whole, options.shard);
  const workers = await openWorkers(options);
  const settings = settleSettings(await toAsked(options, workers.engine), previous, out);
  const scratch = await makeScratch();
  try {
    const record = openRecord(planned, settings, previous, out);
    await removeLeftovers(out);
    await record.save();
    const cache = openCache(options.cacheFolder);
    const keeps = previous !== undefined;
    const place = { out, settings, isolation: options.isolation, cache, keeps, scratch: scratch.folder, signal };
    await gradeAll(planned, { options, workers, place, record });
    return record.file();
  } finally {
    await scratch.remove();
  }
}

/** What was typed goes first: where it is not what the class has, that is told. */
function resumed(options: ClassOptions, { grader, only, shards }: ClassFile): ClassOptions {
  const [index, ...more] = shards?.parts ?? [];
  const shard =
    shards === undefined || index === undefined || more.length > 0 ? {} : { shard: { index, of: shards.of } };
  return {
    ...shard,
    ...(only === undefined ? {} : { only }),
    ...options,
    // An engine that was installed since would compute the other half of a class otherwise.
    engine: options.engine === "auto" ? parseEngine(grader.engine) : options.engine,
  };
}

function parseEngine(name: string): EngineChoice {
  return ENGINES.find((each) => each === name) ?? "auto";
}

const ENGINES = ["node-gpu", "node", "wasm"] as const;

interface Run {
  readonly options: ClassOptions;
  readonly workers: Workers;
  readonly place: Surroundings;
  readonly record: ClassRecord;
}

async function gradeAll(planned: readonly Planned[], { options, workers, place, record }: Run): Promise<void> {
  const { events, signal } = options;
  const jobs = Math.min(options.jobs ?? chooseJobs(workers.engine, thisMachine()), Math.max(1, planned.length));
  events.onStart(planned.length, jobs, place.settings);
  const lanes = Array.from({ length: jobs }, () => openLane(() => workers.start(place.settings.grader.seed)));
  const stop = (): void => void Promise.all(lanes.map((lane) => lane.stop()));
  signal.addEventListener("abort", stop, { once: true });
  try {
    const grade = async (each: Planned, lane: (typeof lanes)[number]): Promise<void> => {
      events.onBegun();
      const outcome = await gradeOne(each, lane, place);
      await record.set(outcome.entry);
      events.onFinished(outcome);
    };
    await runInLanes(planned, lanes, grade, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    await Promise.all(lanes.map((lane) => lane.stop()));
  }
}

/** A folder of results among the submissions would be somebody's submission the next time. */
function assertApart(source: string, out: string): void {
  const path = relative(resolve(source), resolve(out));
  if (path === "" || !(path.startsWith("..") || isAbsolute(path))) {
    throw new UsageError(`--out ${out} lies among the submissions: choose a folder outside of ${source}`);
  }
}

async function toAsked(options: ClassOptions, engine: EngineName): Promise<Asked> {
  const { graderVersion, isolation, seed, only, shard } = options;
  return {
    grader: { version: graderVersion, digest: await graderDigest(), engine, isolation: isolation.name },
    ...(seed === undefined ? {} : { seed }),
    ...(only === undefined ? {} : { only }),
    ...(shard === undefined ? {} : { shard }),
  };
}

interface Workers {
  readonly engine: EngineName;
  readonly start: (seed: number) => Promise<Worker>;
}

/** Finds out which engine there is, if need be by starting a worker. @throws UsageError for one that is not there */
async function openWorkers(options: ClassOptions): Promise<Workers> {
  const { isolation, graderVersion, only } = options;
  const common = { isolation, graderVersion, ...(only === undefined ? {} : { only }) };
  const engine = foreseeEngine(options.engine) ?? (await tryEngine({ ...common, engine: options.engine, seed: 1 }));
  return { engine, start: (seed) => startWorker({ ...common, engine, seed }) };
}

async function tryEngine(settings: WorkerSettings): Promise<EngineName> {
  const worker = await startWorker(settings);
  await worker.stop();
  return worker.engine;
}

/** class.json as it grows. */
interface ClassRecord {
  readonly file: () => ClassFile;
  readonly set: (entry: ClassEntry) => Promise<void>;
  readonly save: () => Promise<void>;
}

/** Begins with what was known of everybody: until it is looked at again, it is what lies in the folder. */
function openRecord(
  planned: readonly Planned[],
  settings: ClassSettings,
  previous: ClassFile | undefined,
  out: string,
): ClassRecord {
  const before = new Map(previous?.submissions.map((entry) => [entry.id, entry]));
  const entries = new Map(
    planned.map((each) => [each.id, before.get(each.id) ?? toEntryWithout(each, { status: "pending" })]),
  );
  const file = (): ClassFile => ({ schema: CLASS_SCHEMA_ID, ...settings, submissions: [...entries.values()] });
  const save = (): Promise<void> => writeClass(file(), out);
  const set = async (entry: ClassEntry): Promise<void> => {
    const isNew = JSON.stringify(entry) !== JSON.stringify(entries.get(entry.id));
    // A class that was stopped keeps what it knew.
    if (entry.status === "pending") return;
    entries.set(entry.id, entry);
    if (isNew) await save();
  };
  return { file, set, save };
}
