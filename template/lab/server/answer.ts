import type { IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../shared/errors.ts";

/** What a request gets. */
export interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** By default a browser asks again each time. */
  readonly cache?: "immutable";
}

/** Answers requests of some addresses. @returns undefined for all others @throws Refused */
export type Handler = (request: IncomingMessage, url: URL) => Promise<Answer | undefined>;

/** A request that is answered with an error. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function json(value: unknown): Answer {
  return { type: "application/json", body: JSON.stringify(value) };
}

/** Answers a request by the first handler that knows its address. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: readonly Handler[],
): Promise<void> {
  try {
    const { type, body, cache } = await firstAnswer(request, handlers);
    response.setHeader("content-type", type);
    response.setHeader("cache-control", cache === "immutable" ? "max-age=31536000, immutable" : "no-store");
    response.setHeader("content-length", Buffer.byteLength(body));
    response.end(body);
  } catch (error) {
    response.statusCode = error instanceof Refused ? error.status : 500;
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(messageOf(error));
  }
}

async function firstAnswer(request: IncomingMessage, handlers: readonly Handler[]): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://lab");
  for (const handle of handlers) {
    const found = await handle(request, url);
    if (found !== undefined) return found;
  }
  throw new Refused(404, `${url.pathname} is not here`);
}
