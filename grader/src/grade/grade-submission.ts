import { isBuiltin } from "node:module";
import { join } from "node:path";
import type { Engine } from "@robustness-lab/fixtures/engine";
import { runSuites } from "../judge/run-suites.ts";
import { DEFAULT_LIMITS, type Limits } from "../run/limits.ts";
import type { Isolation } from "../run/isolation/index.ts";
import type { GraderFacts, Result } from "../score/result.ts";
import { RUBRIC } from "../score/rubric.ts";
import { selectChecks } from "../score/rubric-entry.ts";
import { score, submissionError, type RunFacts } from "../score/score.ts";
import { WRITTEN_QUESTIONS } from "../score/written.ts";
import type { RefusedImport } from "../submission/bundle-errors.ts";
import { stageSubmission, type StagedFiles, type StagedSubmission } from "../submission/stage.ts";
import { prepareSubmission } from "./prepare.ts";
import { makeScratch } from "./scratch.ts";

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
    const facts = (tried: readonly string[]): RunFacts =>
      runFacts(options, staged, tried, performance.now() - startedAt);
    if (staged.status === "problem") return submissionError(RUBRIC, staged.message, facts([]));
    const { refusedImports, judgement } = await judge(options, staged, scratch.folder);
    return score(RUBRIC, judgement, facts(refusedImports.filter(reachesOut).map(describeRefusal)));
  } finally {
    await scratch.remove();
  }
}

async function judge(options: GradeOptions, staged: StagedFiles, scratch: string) {
  const { engine, isolation, seed, only, limits = DEFAULT_LIMITS, onProgress, signal } = options;
  const { view, modules, refusedImports } = await prepareSubmission(staged, scratch, engine.name);
  const selected = selectChecks(RUBRIC, only).map(({ id }) => id);
  let judged = 0;
  const judgement = await runSuites(
    { seed, engine: engine.name, isolation, view, modules, limits, only: only === undefined ? null : selected },
    {
      onJudged: () => onProgress?.((judged += 1), selected.length),
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return { refusedImports, judgement };
}

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
  integrity: readonly string[],
  durationMs: number,
): RunFacts {
  const { engine, isolation, seed, graderVersion, only } = options;
  const grader: GraderFacts = {
    version: graderVersion,
    engine: engine.name,
    isolation: isolation.name,
    seed,
    node: process.versions.node,
  };
  const warnings = [isolation.warning, ...staged.notes.map(({ message }) => message)];
  return {
    submission: { name: staged.name, sha256: staged.status === "staged" ? staged.sha256 : null },
    grader,
    written: WRITTEN_QUESTIONS,
    integrity,
    warnings: warnings.filter((warning) => warning !== undefined),
    durationMs: Math.round(durationMs),
    ...(only === undefined ? {} : { only }),
  };
}
