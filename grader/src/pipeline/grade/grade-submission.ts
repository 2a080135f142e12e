import { isBuiltin } from "node:module";
import { join } from "node:path";
import type { Engine } from "@robustness-lab/fixtures/engine";
import { diagnoseRun } from "../diagnose/index.ts";
import { runSuites } from "../judge/run-suites.ts";
import { DEFAULT_LIMITS, type Limits } from "../run/run-limits.ts";
import type { Isolation } from "../run/isolation/index.ts";
import type { Runtime } from "../run/runtime.ts";
import type { GraderFacts, Result } from "../score/result.ts";
import { RUBRIC } from "../score/rubric.ts";
import { selectChecks } from "../score/rubric-entry.ts";
import { score, submissionError, type RunFacts } from "../score/score.ts";
import { WRITTEN_QUESTIONS } from "../score/written.ts";
import type { RefusedImport } from "../submission/bundle-errors.ts";
import { stageSubmission, type StagedFiles, type StagedSubmission } from "../submission/stage.ts";
import { earlyWarnings } from "./early-warnings.ts";
import { prepareSubmission } from "./prepare.ts";
import { clipName } from "../submission/source.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";

/** Everything a grade depends on. */
export interface GradeOptions {
  /** A folder, .zip or .tar.gz. */
  readonly source: string;
  readonly engine: Engine;
  readonly isolation: Isolation;
  /** 1 .. 2^31 - 1; the probes are drawn from it. */
  readonly seed: number;
  readonly graderVersion: string;
  /** Ids of checks or exercises; absent for all. */
  readonly only?: readonly string[];
  readonly limits?: Limits;
  /** Whose it is, where that is known better than by the name of what was handed in; at most 100 characters of it. */
  readonly name?: string;
  /** What was left out before the grader saw it, told among the warnings. */
  readonly notes?: readonly string[];
  /** A runtime that is built already, for the engine; absent to build one. */
  readonly runtime?: Runtime;
  /** Told how many checks are judged, and of how many. */
  readonly onProgress?: (judged: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Grades one submission: stage, bundle, judge, score.
 *
 * @throws UsageError for a source that is no submission, or an --only that names nothing
 */
export async function gradeSubmission(options: GradeOptions): Promise<Result> {
  const startedAt = performance.now();
  selectChecks(RUBRIC, options.only);
  const scratch = await makeScratch();
  try {
    const staged = await stageSubmission(options.source, join(scratch.folder, "staged"));
    const facts = (found: Findings): RunFacts => runFacts(options, staged, found, performance.now() - startedAt);
    if (staged.status === "problem") return submissionError(RUBRIC, staged.message, facts({}));
    const recordTo = join(scratch.folder, "calls.msgpack");
    const { refusedImports, judgement } = await judge(options, staged, { folder: scratch.folder, recordTo });
    const integrity = refusedImports.filter(reachesOut).map(describeRefusal);
    const misconceptions = judgement.status === "judged" ? await named(options, recordTo) : {};
    return score(RUBRIC, judgement, facts({ integrity, ...misconceptions }));
  } finally {
    await scratch.remove();
  }
}

/** What is known of a run besides its verdicts. */
type Findings = Partial<Pick<RunFacts, "integrity" | "misconceptions" | "warnings">>;

interface Places {
  readonly folder: string;
  readonly recordTo: string;
}

async function judge(options: GradeOptions, staged: StagedFiles, { folder, recordTo }: Places) {
  const { engine, isolation, seed, only, limits = DEFAULT_LIMITS, runtime, onProgress, signal } = options;
  const { view, modules, refusedImports } = await prepareSubmission(staged, folder, engine.name, runtime);
  const selected = selectChecks(RUBRIC, only).map(({ id }) => id);
  let judged = 0;
  const judgement = await runSuites(
    {
      seed,
      engine: engine.name,
      isolation,
      view,
      modules,
      limits,
      only: only === undefined ? null : selected,
      recordTo,
    },
    {
      onJudged: () => onProgress?.((judged += 1), selected.length),
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return { refusedImports, judgement };
}

/** The known mistakes behind failed checks. A name is a help and no verdict: where it cannot be found the score stands. */
async function named({ engine, seed, graderVersion }: GradeOptions, recordTo: string): Promise<Findings> {
  try {
    const options = { folder: ANSWERS, graderVersion, engine: engine.name, seed };
    return { misconceptions: await diagnoseRun(recordTo, options) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { warnings: [`Known mistakes could not be looked for: ${problem}`] };
  }
}

/** Answers of known mistakes, kept from one grade to the next. */
const ANSWERS = `${CACHE_FOLDER}answers`;

/** Whether an import asks for the machine and not for a package that is not there: Node's own, a URL, a path that leads out. */
function reachesOut({ specifier }: RefusedImport): boolean {
  return isBuiltin(specifier) || /^(\.|\/|[a-z][a-z0-9+.-]*:)/i.test(specifier);
}

function describeRefusal({ file, line, specifier }: RefusedImport): string {
  return `${file}:${line} imports ${JSON.stringify(specifier)}`;
}

function runFacts(
  options: GradeOptions,
  staged: StagedSubmission,
  { integrity = [], warnings: found = [], misconceptions }: Findings,
  durationMs: number,
): RunFacts {
  const { engine, isolation, seed, graderVersion, only, name } = options;
  const grader: GraderFacts = {
    version: graderVersion,
    engine: engine.name,
    device: engine.device,
    isolation: isolation.name,
    seed,
    node: process.versions.node,
  };
  const warnings = [...earlyWarnings(isolation, staged, options.notes), ...found];
  return {
    submission: {
      name: name === undefined ? staged.name : clipName(name),
      sha256: staged.status === "staged" ? staged.sha256 : null,
    },
    grader,
    written: WRITTEN_QUESTIONS,
    integrity,
    warnings,
    durationMs: Math.round(durationMs),
    ...(only === undefined ? {} : { only }),
    ...(misconceptions === undefined ? {} : { misconceptions }),
  };
}
