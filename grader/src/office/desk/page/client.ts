import type { Desk, RenderedAnswers, Refused, Saved } from "../protocol.ts";
import type { Change } from "./state/state.ts";

/* What the page asks of its server. All addresses are relative to the page's, which holds the token. */

/** Browsers send no more than 64 KiB for a page that is being closed. */
const MAX_KEEPALIVE_CHARACTERS = 20_000;

/** `isFinal` if the change itself is at fault, and would be refused again. */
export type Reply = { readonly saved: Saved } | { readonly refused: string; readonly isFinal: boolean };

const FINAL_STATUSES: ReadonlySet<number> = new Set([400, 413]);

/** @throws Error if the server does not answer */
export async function loadDesk(): Promise<Desk> {
  return (await getJson("api/desk")) as Desk;
}

/** @throws Error if the server does not answer */
export async function loadAnswers(key: string): Promise<RenderedAnswers> {
  return (await getJson(`api/answers/${encodeURIComponent(key)}`)) as RenderedAnswers;
}

async function getJson(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: got status ${response.status}, expected 200`);
  return response.json();
}

/** Returns when the change is on disk, or with the reason why it is not. @throws Error if the server does not answer */
export async function post({ to, body }: Change): Promise<Reply> {
  const text = JSON.stringify(body);
  const response = await fetch(`api/${to}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
    keepalive: text.length <= MAX_KEEPALIVE_CHARACTERS,
  });
  if (response.ok) return { saved: (await response.json()) as Saved };
  return { refused: problemIn(await response.text(), response.status), isFinal: FINAL_STATUSES.has(response.status) };
}

function problemIn(text: string, status: number): string {
  try {
    return (JSON.parse(text) as Refused).problem;
  } catch {
    return `The desk could not save this change (status ${status}): see where robustness-lab mark runs`;
  }
}

interface Listener {
  /** The marks on disk have changed, or what is wrong with their file. */
  readonly onChange: () => void;
  /** The connection is there, or there again. */
  readonly onOpen: () => void;
}

/** Listens to what the server says by itself. */
export function listen({ onChange, onOpen }: Listener): void {
  const events = new EventSource("api/events");
  events.addEventListener("changed", onChange);
  events.addEventListener("open", onOpen);
}
