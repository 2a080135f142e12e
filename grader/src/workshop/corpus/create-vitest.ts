import { createVitest, type Vitest } from "vitest/node";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Creates a vitest without signal handlers: vitest's would end the process at once, before our cleanup. */
export function createVitestWithoutSignals(...args: Parameters<typeof createVitest>): Promise<Vitest> {
  const before = SIGNALS.map((name) => process.listeners(name));
  const creating = createVitest(...args);
  // Not awaited yet: vitest adds its listeners synchronously, and creating it takes a second.
  for (const [index, name] of SIGNALS.entries()) {
    const added = process.listeners(name).filter((listener) => before[index]?.includes(listener) === false);
    for (const listener of added) process.off(name, listener);
  }
  return creating;
}
