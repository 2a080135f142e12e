import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import type { AttackFigure } from "./judgement.ts";
import type { Submission } from "../run/observation.ts";
import { openSubmission } from "../run/submission-process.ts";

let opened: Promise<Submission> | undefined;

/** The submission that this vitest process judges, opened at the first call. The judge's engine is loaded before it. */
export function submissionOfThisRun(): Promise<Submission> {
  opened ??= open();
  return opened;
}

/** Findings about a submission besides its verdicts. */
export interface Closing {
  /** Forbidden actions that it attempted. */
  readonly integrity: readonly string[];
  /** Its output, cut to a limit. */
  readonly printed: string;
  readonly figure?: AttackFigure;
}

/** Ends the submission's process, if one was started. */
export async function closeSubmission(): Promise<Closing> {
  const submission = await opened;
  await submission?.close();
  return { integrity: submission?.integrity() ?? [], printed: submission?.output() ?? "" };
}

async function open(): Promise<Submission> {
  const run = inject("run");
  const engine = await loadEngine(run.engine);
  return openSubmission({
    isolation: run.isolation,
    view: run.view,
    modules: run.modules,
    limits: run.limits,
    newId: randomUUID,
    onEngine: ({ name, device }) => {
      if (name === engine.name && device === engine.device) return;
      throw new Error(`the sandbox runs on ${name} (${device}), the judge on ${engine.name} (${engine.device})`);
    },
  });
}
