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

/** Keeps what is rendered. */
export function cacheAnswers({ render, close }: AnswerRenderer): Answers {
  const rendered = new Map<Member, Promise<RenderedAnswers>>();
  let [waiting, isClosed] = [0, false];
  // A closed renderer would start again, and keep the process alive.
  const renderOpen: AnswerRenderer["render"] = (...task) =>
    isClosed ? Promise.reject(new FaultError("the desk is closed")) : render(...task);
  const once = (member: Member): Promise<RenderedAnswers> => {
    const found = rendered.get(member) ?? renderAll(member, renderOpen);
    rendered.set(member, found);
    // What failed is tried again.
    found.catch(() => rendered.delete(member));
    return found;
  };
  const of = async (member: Member): Promise<RenderedAnswers> => {
    waiting += 1;
    try {
      return await once(member);
    } finally {
      waiting -= 1;
    }
  };
  const renderAhead = async (members: readonly Member[]): Promise<void> => {
    for (const member of members) {
      if (isClosed) return;
      while (waiting > 0) await pause(PAUSE_MS);
      await once(member).catch(() => undefined);
      await pause(0);
    }
  };
  const end = async (): Promise<void> => {
    isClosed = true;
    // The text in work comes to its end, which is sooner than its deadline.
    await Promise.allSettled(rendered.values());
    await close();
  };
  return { of, text: remembered(render), renderAhead, close: end };
}

/** Renders each text once. */
function remembered(render: AnswerRenderer["render"]): Answers["text"] {
  const texts = new Map<string, Promise<string>>();
  return (markdown) => {
    const found = texts.get(markdown) ?? render(markdown);
    texts.set(markdown, found);
    return found;
  };
}

const PAUSE_MS = 20;

async function renderAll(
  { key, answers, whole, pictures }: Member,
  render: AnswerRenderer["render"],
): Promise<RenderedAnswers> {
  const addresses = Object.fromEntries([...pictures].map(([path, file]) => [path, `files/${key}/${file}`]));
  const parts: [string, string][] = [];
  for (const [id, text] of answers) parts.push([id, await render(text, addresses)]);
  return { answers: Object.fromEntries(parts), whole: whole === null ? null : await render(whole, addresses) };
}

function pause(timeoutMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeoutMs));
}
