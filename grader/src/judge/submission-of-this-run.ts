import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { isolationNamed } from "../run/isolation/index.ts";
import type { Submission } from "../run/observation.ts";
import { openSubmission } from "../run/submission-process.ts";

let opened: Promise<Submission> | undefined;

/** The submission that this vitest process judges, opened at the first call; the trusted engine is ready with it. */
export function submissionOfThisRun(): Promise<Submission> {
  opened ??= open();
  return opened;
}

/** Ends the submission's process, if one was opened, and tells what it tried. */
export async function closeSubmission(): Promise<readonly string[]> {
  const submission = await opened;
  await submission?.close();
  return submission?.integrity() ?? [];
}

async function open(): Promise<Submission> {
  const run = inject("run");
  const engine = await loadEngine(run.engine);
  return openSubmission({
    isolation: isolationNamed(run.isolation),
    view: run.view,
    modules: run.modules,
    limits: run.limits,
    newId: randomUUID,
    onEngine: ({ name, device }) => {
      if (name !== engine.name) throw new Error(`the sandbox runs on ${name} (${device}), the judge on ${engine.name}`);
    },
  });
}
