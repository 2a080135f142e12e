import { setTimeout } from "node:timers/promises";
import type { AnswerRenderer } from "../../pipeline/report/answers/answer-renderer.ts";
import { FaultError } from "../../shared/errors.ts";
import type { Member } from "./members.ts";
import type { RenderedAnswers } from "./protocol.ts";

/** The rendered answers of a class, each rendered once. */
export interface Answers {
  readonly of: (member: Member) => Promise<RenderedAnswers>;
  /** A text of ours, such as a model answer. */
  readonly text: (markdown: string) => Promise<string>;
  /** Renders all, in this order, when nobody waits for another one. */
  readonly renderAhead: (members: readonly Member[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const PAUSE_MS = 20;

/** Keeps what is rendered. */
export function cacheAnswers({ render, close }: AnswerRenderer): Answers {
  let [waiting, isClosed] = [0, false];
  // A closed renderer would start again, and keep the process alive.
  const renderOpen: AnswerRenderer["render"] = (...task) =>
    isClosed ? Promise.reject(new FaultError("the desk is closed")) : render(...task);
  const members = remembered((member: Member) => renderAll(member, renderOpen));
  const texts = remembered((markdown: string) => renderOpen(markdown));
  const of = async (member: Member): Promise<RenderedAnswers> => {
    waiting += 1;
    try {
      return await members.of(member);
    } finally {
      waiting -= 1;
    }
  };
  const renderAhead = async (all: readonly Member[]): Promise<void> => {
    for (const member of all) {
      if (isClosed) return;
      while (waiting > 0) await setTimeout(PAUSE_MS);
      await members.of(member).catch(() => undefined);
      await setTimeout(0);
    }
  };
  const end = async (): Promise<void> => {
    isClosed = true;
    // The text in work comes to its end, which is sooner than its deadline.
    await Promise.all([members.settled(), texts.settled()]);
    await close();
  };
  return { of, text: texts.of, renderAhead, close: end };
}

/** Makes each value once, and again after a failure. */
function remembered<K, V>(make: (key: K) => Promise<V>) {
  const made = new Map<K, Promise<V>>();
  const of = (key: K): Promise<V> => {
    const found = made.get(key);
    if (found !== undefined) return found;
    const making = make(key);
    made.set(key, making);
    making.catch(() => made.delete(key));
    return making;
  };
  return { of, settled: () => Promise.allSettled(made.values()) };
}

async function renderAll(
  { key, answers, whole, pictures }: Member,
  render: AnswerRenderer["render"],
): Promise<RenderedAnswers> {
  const addresses = Object.fromEntries([...pictures].map(([path, file]) => [path, `files/${key}/${file}`]));
  const parts: [string, string][] = [];
  for (const [id, text] of answers) parts.push([id, await render(text, addresses)]);
  return { answers: Object.fromEntries(parts), whole: whole === null ? null : await render(whole, addresses) };
}
