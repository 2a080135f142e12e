import { randomUUID } from "node:crypto";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import type { Submission } from "../run/observation.ts";
import { openSubmission } from "../run/submission-process.ts";
import type { SuiteRun } from "./suite-run.ts";

/** Opens the submission that a run judges. The judge's engine is loaded before it. */
export async function openSubmissionOf(run: SuiteRun): Promise<Submission> {
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
