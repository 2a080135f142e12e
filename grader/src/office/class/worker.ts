import { killTree } from "../../shared/process-tree.ts";
import type { WorkerSettings } from "./worker-messages.ts";

/*
 * A process that grades, for as long as whoever started it lives. It listens for that before it loads anything large: who is
 * killed while this starts would leave it behind otherwise.
 */

process.on("disconnect", endAll);
if (!process.connected) endAll();

const { serve } = await import("./worker-loop.ts");
await serve(JSON.parse(process.argv[2] ?? "") as WorkerSettings);

/** Nothing of this may go on. The next grader clears our scratch folder. */
function endAll(): void {
  killTree(process.pid);
}
