import type { Member } from "./members.ts";
import type { RenderedAnswers } from "./protocol.ts";

/** Renders Markdown as safe HTML. `pictures` are addresses by the path in the text. */
export interface Renderer {
  readonly render: (text: string, pictures: ReadonlyMap<string, string>) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The rendered answers of a class, each rendered once. */
export interface Answers {
  readonly of: (member: Member) => Promise<RenderedAnswers>;
  /** Renders all, in this order, when nobody waits for another one. */
  readonly renderAhead: (members: readonly Member[]) => Promise<void>;
}

/** Keeps what is rendered. */
export function cacheAnswers({ render }: Renderer): Answers {
  const rendered = new Map<string, Promise<RenderedAnswers>>();
  let waiting = 0;
  const once = (member: Member): Promise<RenderedAnswers> => {
    const found = rendered.get(member.key) ?? renderAll(member, render);
    rendered.set(member.key, found);
    // What failed is tried again.
    found.catch(() => rendered.delete(member.key));
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
      while (waiting > 0) await pause(PAUSE_MS);
      await once(member).catch(() => undefined);
      await pause(0);
    }
  };
  return { of, renderAhead };
}

const PAUSE_MS = 20;

async function renderAll(
  { key, answers, whole, pictures }: Member,
  render: Renderer["render"],
): Promise<RenderedAnswers> {
  const addresses = new Map([...pictures].map(([path, file]) => [path, `files/${key}/${file}`]));
  const parts: [string, string][] = [];
  for (const [id, text] of answers) parts.push([id, await render(text, addresses)]);
  return { answers: Object.fromEntries(parts), whole: whole === null ? null : await render(whole, addresses) };
}

function pause(timeoutMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timeoutMs));
}
