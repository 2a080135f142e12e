import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { bundledScript } from "../../../shared/bundled-script.ts";
import { FaultError, messageOf } from "../../../shared/errors.ts";
import { renderPlain } from "./render-plain.ts";

export interface AnswerTask {
  readonly text: string;
  /** The address of each picture, by its path beside answers.md. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly breaks: boolean;
}

export interface RenderedTask {
  readonly html: string;
}

/** Renders texts to safe HTML in a thread, one after the other. The thread starts with the first text. */
export interface AnswerRenderer {
  /**
   * @param pictures the address of each picture, by its path beside answers.md
   * @param breaks true if a line break in the text is one on the page
   * @throws FaultError if the thread fails for a reason that is not the text's
   */
  readonly render: (
    text: string,
    pictures?: AnswerTask["pictures"],
    options?: { readonly breaks?: boolean },
  ) => Promise<string>;
  readonly close: () => Promise<void>;
}

const ENTRY = new URL("./answer-worker.ts", import.meta.url);
const NO_POSTCSS = fileURLToPath(new URL("./no-postcss.ts", import.meta.url));
/** Answers take 5 to 50 ms. This is for a machine that does ten other things. */
const DEADLINE_MS = 10_000;
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 2 };

/** A text that takes too long, or more memory than the thread has, is shown as it was typed; the thread is replaced. */
export function createAnswerRenderer(deadlineMs = DEADLINE_MS): AnswerRenderer {
  let thread: Promise<Worker> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const close = async (): Promise<void> => {
    const closing = thread;
    thread = undefined;
    await (await closing?.catch(() => undefined))?.terminate();
  };
  const renderNow = async (task: AnswerTask): Promise<string> => {
    thread ??= startThread();
    const worker = await thread.catch((error: unknown) => {
      thread = undefined;
      throw error;
    });
    // The process may end while the thread waits, but not while it works.
    worker.ref();
    const ended = await runTask(worker, task, deadlineMs).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    worker.unref();
    if ("html" in ended) return ended.html;
    await close();
    return renderPlain(task.text, ended.why);
  };
  return {
    render: (text, pictures = {}, { breaks = false } = {}) => {
      const rendered = last.then(() => renderNow({ text, pictures, breaks }));
      last = rendered.catch(() => undefined);
      return rendered;
    },
    close,
  };
}

let shared: AnswerRenderer | undefined;

/** One renderer for all reports of a process, so that a class needs one thread. It does not keep the process alive. */
export function sharedAnswerRenderer(): AnswerRenderer {
  return (shared ??= createAnswerRenderer());
}

async function startThread(): Promise<Worker> {
  const { code } = await bundledScript(ENTRY, { build: { alias: { postcss: NO_POSTCSS } } });
  const worker = new Worker(code, { eval: true, env: {}, execArgv: [], resourceLimits: LIMITS });
  await once(worker, "message");
  return worker;
}

async function runTask(worker: Worker, task: AnswerTask, deadlineMs: number): Promise<RenderedTask | { why: string }> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), deadlineMs);
  try {
    const answered = once(worker, "message", { signal: over.signal });
    worker.postMessage(task);
    const [answer] = (await answered) as [RenderedTask];
    return answer;
  } catch (cause) {
    if (over.signal.aborted) return { why: "it takes too long to render" };
    if (isOutOfMemory(cause)) return { why: "it takes too much memory to render" };
    throw new FaultError(`the thread that renders answers failed: ${messageOf(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
