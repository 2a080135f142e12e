import type { Translations } from "../student/link.ts";

/** What the page of the editor tells the lab page and its workers, which have no access to it but this channel. */
export interface Source {
  /** The texts of src/ by path. */
  readonly texts: Readonly<Record<string, string>>;
  readonly files: Translations;
}

type Message =
  | { readonly type: "ask"; readonly id: string }
  | { readonly type: "answer"; readonly id: string; readonly source: Source }
  | { readonly type: "failure"; readonly id: string; readonly message: string }
  | { readonly type: "edited"; readonly path: string };

const LIMIT_MS = 20_000;
/** A page that is still loading hears nothing, so it is asked again. */
const AGAIN_MS = 500;

function open(base: string, onMessage: (message: Message) => void) {
  const channel = new BroadcastChannel(`robustness-lab source ${base}`);
  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => onMessage(data));
  return { send: (message: Message): void => channel.postMessage(message), close: () => channel.close() };
}

/** Answers the lab page. @returns tells it of an edit */
export function serveSource(base: string, read: () => Promise<Source>): (path: string) => void {
  const { send } = open(base, (message) => {
    if (message.type !== "ask") return;
    read().then(
      (source) => send({ type: "answer", id: message.id, source }),
      (error: unknown) => send({ type: "failure", id: message.id, message: String(error) }),
    );
  });
  return (path) => send({ type: "edited", path });
}

/** Asks the page of the editor. @throws Error if there is none, or it cannot translate */
export function askForSource(base: string): Promise<Source> {
  return new Promise((resolve, reject) => {
    const id = crypto.randomUUID();
    const { send, close } = open(base, (message) => {
      if (!("id" in message) || message.id !== id || message.type === "ask") return;
      end();
      if (message.type === "answer") resolve(message.source);
      else reject(new Error(message.message));
    });
    const ask = (): void => send({ type: "ask", id });
    const again = setInterval(ask, AGAIN_MS);
    const giveUp = setTimeout(() => {
      end();
      reject(new Error("The editor's page does not answer: reload it."));
    }, LIMIT_MS);
    const end = (): void => {
      clearInterval(again);
      clearTimeout(giveUp);
      close();
    };
    ask();
  });
}

/** Calls a listener with the path of every file that is edited. */
export function onSourceEdit(base: string, listener: (path: string) => void): void {
  open(base, (message) => {
    if (message.type === "edited") listener(message.path);
  });
}
