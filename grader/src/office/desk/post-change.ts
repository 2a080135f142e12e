import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { InvalidChange, RefusedChange } from "../marks/edit-file.ts";
import { CHANGES } from "./changes.ts";
import type { OpenDesk } from "./open-desk.ts";
import { refuse, sendJson } from "./send.ts";

/** A class of a thousand with a long comment each takes half of it. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Makes the change that a page asks for, and answers when it is on disk. */
export async function postChange(
  desk: OpenDesk,
  place: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const change = place.startsWith("api/") ? CHANGES.get(place.slice("api/".length)) : undefined;
  if (change === undefined) return refuse(response, 404, "there is no such change");
  if (!isFromOurPage(request)) return refuse(response, 403, "only the desk's own page may change marks");
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
    return refuse(response, 415, "expected JSON");
  const text = await readBody(request);
  if (text === undefined) return refuse(response, 413, "this is too much for one change");
  try {
    sendJson(response, 200, await change(desk, JSON.parse(text)));
  } catch (error) {
    if (error instanceof InvalidChange) return refuse(response, 400, error.message);
    if (error instanceof RefusedChange) return refuse(response, 409, error.message);
    if (error instanceof SyntaxError) return refuse(response, 400, "expected JSON");
    if (error instanceof z.ZodError)
      return refuse(response, 400, `this is no change that the desk knows: ${z.prettifyError(error)}`);
    throw error;
  }
}

/** A browser always names the page that sends a POST. */
function isFromOurPage({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host ?? ""}`;
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MAX_BODY_BYTES) parts.push(part);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(parts).toString("utf8");
}
