import { killTree } from "../../shared/process-tree.ts";
import type { WorkerSettings } from "./worker-messages.ts";

/*
 * The entry point of a grading process, which ends with its parent. The listener is installed before anything large is loaded,
 * so that a parent killed during the start leaves no process behind.
 */

process.on("disconnect", endAll);
if (!process.connected) endAll();

const { serve } = await import("./worker-loop.ts");
await serve(JSON.parse(process.argv[2] ?? "") as WorkerSettings);

/** Ends this process and its children. The next grader removes our scratch folder. */
function endAll(): void {
  killTree(process.pid);
}
