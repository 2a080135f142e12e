import { join } from "node:path";
import { EngineUnavailableError, loadEngine } from "@robustness-lab/fixtures/engine";
import { UsageError, messageOf } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { machineFault } from "../../shared/write-error.ts";
import { gradeSubmission } from "../../pipeline/grade/grade-submission.ts";
import { openSuites } from "../../pipeline/judge/run-suites.ts";
import { cachedRuntime } from "../../pipeline/run/cached-runtime.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./worker-messages.ts";

/**
 * Grades the submissions that the parent process sends, one at a time. Engine, bundles and suites are loaded once. Results are sent
 * to the parent, which alone writes files.
 */
export async function serve(settings: WorkerSettings): Promise<void> {
  try {
    const engine = await loadEngine(settings.engine);
    const scratch = await makeScratch(settings.temporary);
    const runtime = await cachedRuntime(join(scratch.folder, "runtime"), engine.name);
    const suites = openSuites();
    const common = { ...settings, engine, runtime, suites };
    const stopped = new AbortController();
    let current = Promise.resolve();
    process.on("message", (message: ToWorker) => {
      if (message.type === "grade") {
        const { path, ...job } = message.job;
        current = answer(() => gradeSubmission({ ...common, ...job, source: path, signal: stopped.signal })).then(
          (message) => send(message),
        );
        return;
      }
      stopped.abort();
      void current.then(() => Promise.all([suites.close(), scratch.remove()])).then(() => process.exit());
    });
    send({ type: "ready", engine: engine.name, why: engine.why });
  } catch (error) {
    const type = error instanceof EngineUnavailableError ? "usage" : "fault";
    send({ type, message: machineFault(error) ?? messageOf(error) }, () => process.exit());
  }
}

async function answer(grade: () => ReturnType<typeof gradeSubmission>): Promise<FromWorker> {
  try {
    return { type: "result", result: await grade() };
  } catch (error) {
    return { type: error instanceof UsageError ? "usage" : "fault", message: machineFault(error) ?? messageOf(error) };
  }
}

function send(message: FromWorker, whenSent?: () => void): void {
  process.send?.(message, undefined, undefined, whenSent);
}
