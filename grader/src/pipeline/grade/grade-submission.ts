import { isBuiltin } from "node:module";
import { join } from "node:path";
import type { Engine } from "@robustness-lab/fixtures/engine";
import { findAnswers } from "@robustness-lab/fixtures/hand-in";
import { diagnoseRun } from "../diagnose/index.ts";
import type { Judgement } from "../judge/judgement.ts";
import { runSuites, type Suites } from "../judge/run-suites.ts";
import { DEFAULT_LIMITS, type Limits } from "../run/run-limits.ts";
import { openToChild, type Isolation } from "../run/isolation/index.ts";
import type { Runtime } from "../run/runtime.ts";
import type { Result } from "../score/result.ts";
import { RUBRIC } from "../score/rubric.ts";
import { selectChecks } from "../score/rubric-entry.ts";
import { score, submissionError, type RunFacts } from "../score/score.ts";
import { WRITTEN_QUESTIONS } from "../score/written.ts";
import type { RefusedImport } from "../submission/bundle-errors.ts";
import { stageSubmission, type StagedFiles, type StagedSubmission } from "../submission/stage.ts";
import { earlyWarnings } from "./early-warnings.ts";
import { prepareSubmission, type PreparedSubmission } from "./prepare.ts";
import { clipName } from "../submission/source.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";
import { messageOf } from "../../shared/errors.ts";
import { pathInWords } from "../../shared/quote.ts";

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
  /** The student's name, if the roster has one, clipped to 100 characters. By default the name of the source. */
  readonly name?: string;
  /** Notes on files that were removed before grading; they become warnings. */
  readonly notes?: readonly string[];
  /** An empty or missing folder for the pictures that answers.md names, and the documents beside it. */
  readonly picturesTo?: string;
  /** A bundled runtime for the engine, to save the time of bundling one. */
  readonly runtime?: Runtime;
  /** The suites' process, for many submissions; by default each grade has its own. */
  readonly suites?: Suites;
  /** Called after each check with the number of judged checks. */
  readonly onProgress?: (judged: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** The folder of the scratch folder; by default that of the system. */
  readonly temporary?: string;
}

/**
 * Grades one submission: stage, bundle, judge, diagnose, score.
 *
 * @throws UsageError for a source that is not a submission, or an --only that names nothing
 */
export async function gradeSubmission(options: GradeOptions): Promise<Result> {
  const startedAt = performance.now();
  const selected = selectChecks(RUBRIC, options.only).map(({ id }) => id);
  const scratch = await makeScratch(options.temporary);
  try {
    const staged = await stageSubmission(options.source, join(scratch.folder, "staged"), options.picturesTo);
    const facts = (findings: Findings = {}): RunFacts =>
      runFacts(options, staged, findings, performance.now() - startedAt);
    if (staged.status === "problem") return submissionError(RUBRIC, staged.message, facts());
    const prepared = await prepareSubmission(staged, scratch.folder, options.engine.name, options.runtime);
    await openToChild(options.isolation, scratch.folder, prepared.view);
    const recordTo = join(scratch.folder, "calls.msgpack");
    const judgement = await judge(prepared, selected, recordTo, options);
    const diagnosis = judgement.status === "judged" ? await diagnose(recordTo, options) : {};
    return score(RUBRIC, judgement, facts({ integrity: integrityNotes(prepared.refusedImports), ...diagnosis }));
  } finally {
    await scratch.remove();
  }
}

/** Findings of a run besides its verdicts. */
type Findings = Partial<Pick<RunFacts, "integrity" | "misconceptions" | "patterns" | "warnings">>;

/** @param recordTo a file for the calls of functions that fail a check */
function judge(
  { view, modules }: PreparedSubmission,
  selected: readonly string[],
  recordTo: string,
  { engine, isolation, seed, only, limits = DEFAULT_LIMITS, suites, onProgress, signal }: GradeOptions,
): Promise<Judgement> {
  let judged = 0;
  return (suites?.judge ?? runSuites)(
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
}

/** The answers of misconceptions, cached between grades. */
const ANSWERS = `${CACHE_FOLDER}answers`;

/** Names the misconceptions behind failed checks, or describes patterns. A failed diagnosis does not affect the score. */
async function diagnose(recordFile: string, { engine, seed, graderVersion }: GradeOptions): Promise<Findings> {
  try {
    const options = { folder: ANSWERS, graderVersion, engine: engine.name, seed };
    return await diagnoseRun(recordFile, options);
  } catch (error) {
    const problem = messageOf(error);
    return { warnings: [`Known mistakes could not be looked for: ${problem}`] };
  }
}

function integrityNotes(refused: readonly RefusedImport[]): readonly string[] {
  return refused
    .filter(reachesOut)
    .map(({ file, line, specifier }) => `${pathInWords(file)}:${line} imports ${JSON.stringify(specifier)}`);
}

/** Whether an import tries to leave the submission (a Node module, a URL, a path), rather than naming an unknown package. */
function reachesOut({ specifier }: RefusedImport): boolean {
  return isBuiltin(specifier) || /^(\.|\/|[a-z][a-z0-9+.-]*:)/i.test(specifier);
}

function runFacts(
  { engine, isolation, seed, graderVersion, only, name, notes }: GradeOptions,
  staged: StagedSubmission,
  { integrity = [], warnings = [], misconceptions, patterns }: Findings,
  durationMs: number,
): RunFacts {
  return {
    submission: {
      name: name === undefined ? staged.name : clipName(name),
      sha256: staged.status === "staged" ? staged.sha256 : null,
    },
    grader: {
      version: graderVersion,
      engine: engine.name,
      device: engine.device,
      isolation: isolation.name,
      seed,
      node: process.versions.node,
    },
    written: WRITTEN_QUESTIONS,
    integrity,
    ...(staged.status === "staged" ? writtenFacts(staged) : {}),
    warnings: [...earlyWarnings(isolation, staged, notes), ...warnings],
    durationMs: Math.round(durationMs),
    ...(only === undefined ? {} : { only }),
    ...(misconceptions === undefined ? {} : { misconceptions }),
    ...(patterns === undefined ? {} : { patterns }),
  };
}

function writtenFacts({
  answers,
  pictures,
  documents,
}: StagedFiles): Pick<RunFacts, "answers" | "pictures" | "documents"> {
  const ids = WRITTEN_QUESTIONS.map(({ id }) => id);
  return { pictures, documents, ...(answers === undefined ? {} : { answers: findAnswers(answers, ids) }) };
}
