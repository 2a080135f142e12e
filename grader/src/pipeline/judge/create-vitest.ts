import { createVitest, type Vitest } from "vitest/node";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A vitest that leaves signals to us: its own listeners end the whole process at once, before anything is cleared away. */
export function createVitestWithoutSignals(...args: Parameters<typeof createVitest>): Promise<Vitest> {
  const before = SIGNALS.map((name) => process.listeners(name));
  const creating = createVitest(...args);
  // Not awaited: it listens from the first moment on, and takes a second to be ready.
  for (const [index, name] of SIGNALS.entries()) {
    const added = process.listeners(name).filter((listener) => before[index]?.includes(listener) === false);
    for (const listener of added) process.off(name, listener);
  }
  return creating;
}
