import { readFileSync } from "node:fs";
import { EXIT } from "./exit.ts";

const WATCH_MS = 250;

/**
 * Ends this process, by SIGTERM once it runs, when npm has ended, if npm started it. npm passes a signal on to a shell, which
 * ends and does not pass it on.
 */
export function endWithNpm(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  if (npmIsGone()) process.exit(EXIT.fault);
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, WATCH_MS);
  timer.unref();
}

/** Whether npm and its shell ended while this process loaded: its parent is then neither npm nor started by it. */
function npmIsGone(): boolean {
  if (process.platform !== "linux") return false;
  const ofParent = (name: string): string => readFileSync(`/proc/${process.ppid}/${name}`, "utf8");
  try {
    return !ofParent("cmdline").includes("npm") && !ofParent("environ").includes("npm_lifecycle_event=");
  } catch {
    return true;
  }
}
