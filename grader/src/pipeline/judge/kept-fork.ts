import { ForksPoolWorker, type PoolWorker, type TestUserConfig, type WorkerRequest } from "vitest/node";

type Pool = Extract<NonNullable<TestUserConfig["pool"]>, object>;
type Listener = (message: unknown) => void;

/** A pool of vitest whose one process serves run after run, and the end of this process. */
interface KeptFork {
  readonly pool: Pool;
  readonly end: () => Promise<void>;
}

/**
 * Makes a pool of one process. vitest's own ends its process after each run; here the modules stay loaded, and only the test
 * file is evaluated again (with `isolate: false`).
 */
export function keptFork(): KeptFork {
  let kept: Kept | undefined;
  return {
    pool: {
      name: "kept-fork",
      createPoolWorker: (options) => {
        if (kept === undefined || kept.state === "ended") kept = { fork: new ForksPoolWorker(options), state: "new" };
        return lendFork(kept);
      },
    },
    end: async () => {
      // Stopping a process that a signal has ended would wait for its end forever.
      if (kept?.state === "running") await kept.fork.stop();
    },
  };
}

interface Kept {
  readonly fork: ForksPoolWorker;
  state: "new" | "running" | "ended";
}

/** The process for one run. It does not hear that a run starts (except for the first) or stops: we answer in its place. */
function lendFork(kept: Kept): PoolWorker {
  const { fork } = kept;
  const isNew = kept.state === "new";
  const listeners: [event: string, listener: Listener][] = [];
  const answer = (type: "started" | "stopped"): void => {
    for (const [event, listener] of [...listeners]) {
      if (event === "message") listener({ type, __vitest_worker_response__: true });
    }
  };
  return {
    name: fork.name,
    cacheFs: fork.cacheFs,
    start: async () => {
      if (!isNew) return;
      await fork.start();
      kept.state = "running";
      fork.on("exit", () => (kept.state = "ended"));
    },
    send: (message: WorkerRequest) => {
      if (message.type === "stop") return answer("stopped");
      if (message.type === "start" && !isNew) return answer("started");
      fork.send(message);
    },
    on: (event, listener) => {
      listeners.push([event, listener]);
      fork.on(event, listener);
    },
    off: (event, listener) => fork.off(event, listener),
    stop: () => {
      for (const [event, listener] of listeners.splice(0)) fork.off(event, listener);
      return Promise.resolve();
    },
    deserialize: (data) => fork.deserialize(data),
  };
}
