const WATCH_MS = 250;

/**
 * Sends this process SIGTERM when npm has ended, if npm started it. npm passes a signal on to a shell, which ends and does not
 * pass it on.
 */
export function endWithNpm(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const { parentAtStart: parent = process.ppid } = globalThis as { parentAtStart?: number };
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, WATCH_MS);
  timer.unref();
}
