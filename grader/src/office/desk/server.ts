import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toDesk } from "./desk-view.ts";
import type { OpenDesk } from "./open-desk.ts";
import { addressOf } from "./open-note.ts";
import type { PageFile } from "./page-files.ts";
import { postChange } from "./post-change.ts";
import type { Answers } from "./render-answers.ts";
import { sendFile } from "./send-file.ts";
import { refuse, send, sendJson } from "./send.ts";

/** What the server shows and changes. */
export interface Served {
  readonly desk: OpenDesk;
  readonly page: ReadonlyMap<string, PageFile>;
  readonly answers: Answers;
}

/** A server that listens. */
export interface DeskServer {
  readonly port: number;
  readonly token: string;
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Only this machine can connect. */
const LOOPBACK = "127.0.0.1";
const TOKEN_BYTES = 16;
/** How soon a change by hand is noticed. */
const WATCH_MS = 500;

/** Starts the desk's server on a free port, or on `port`. Nobody without the token in the address sees anything. */
export async function startDeskServer(
  served: Served,
  { port = 0, token = newToken() }: { readonly port?: number | undefined; readonly token?: string | undefined } = {},
): Promise<DeskServer> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer({ ...served, token, listeners }, request, response).catch((error: unknown) => {
      console.error(error instanceof Error ? error.stack : error);
      if (!response.headersSent) send(response, { status: 500, type: "text/plain", body: "a fault of the desk" });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
  const watching = watch(served.desk, listeners);
  const { port: own } = server.address() as AddressInfo;
  return {
    port: own,
    token,
    address: addressOf({ port: own, token }),
    close: async () => {
      clearInterval(watching);
      server.close();
      server.closeAllConnections();
      await served.answers.close();
    },
  };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

function watch(desk: OpenDesk, listeners: ReadonlySet<ServerResponse>): NodeJS.Timeout {
  let isLooking = false;
  return setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look(desk, listeners).finally(() => (isLooking = false));
  }, WATCH_MS);
}

/** Looks for changes on disk and tells the pages. A change that the page itself asked for is none. */
async function look({ own, others, results }: OpenDesk, listeners: ReadonlySet<ServerResponse>): Promise<void> {
  const [isOwn, isOther] = await Promise.all([own.refresh().catch(() => false), others.refresh().catch(() => false)]);
  if (!results.hasNews() && !isOwn && !isOther) return;
  for (const listener of listeners) listener.write("event: changed\ndata: changed\n\n");
}

interface Context extends Served {
  readonly token: string;
  readonly listeners: Set<ServerResponse>;
}

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?");
  const [, token = "", ...rest] = path.split("/");
  if (!isOurHost(request)) return refuse(response, 403, "this address is not that of the desk");
  if (!isEqual(token, context.token))
    return refuse(response, 404, "open the address that ./robustness-lab mark printed");
  const place = rest.join("/");
  if (request.method === "POST") return postChange(context.desk, place, request, response);
  if (request.method !== "GET") return refuse(response, 405, "expected GET or POST");
  // Relative addresses need the slash.
  if (rest.length === 0) return redirect(response, `/${token}/`);
  const file = context.page.get(place);
  if (file !== undefined) return send(response, { status: 200, ...file });
  const [kind = "", ...names] = rest;
  if (kind === "files") return sendFile(context.desk, names, response);
  if (kind === "api") return sendState(context, names, response);
  return refuse(response, 404, "there is no such page");
}

async function sendState(
  { desk, answers, listeners }: Context,
  [what, key = ""]: readonly string[],
  response: ServerResponse,
): Promise<void> {
  await desk.results.refresh(what === "desk" ? undefined : [key]);
  if (what === "desk") {
    // A page that reloads is about to write on top of it, so an edit by hand must be in it.
    await look(desk, listeners);
    return sendJson(response, 200, await toDesk(desk, answers.text));
  }
  if (what === "events") return listen(listeners, response);
  const member = what === "answers" ? desk.members.get(key) : undefined;
  if (member === undefined) return refuse(response, 404, "there is no such submission");
  return sendJson(response, 200, await answers.of(member));
}

function listen(listeners: Set<ServerResponse>, response: ServerResponse): void {
  send(response, { status: 200, type: "text/event-stream", body: null });
  response.write(": the desk is open\n\n");
  listeners.add(response);
  response.on("close", () => listeners.delete(response));
}

/** A page elsewhere may point its name to this machine; the browser then sends that name. */
function isOurHost({ headers, socket }: IncomingMessage): boolean {
  return [`${LOOPBACK}:${socket.localPort}`, `localhost:${socket.localPort}`].includes(headers.host ?? "");
}

function isEqual(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function redirect(response: ServerResponse, location: string): void {
  response.setHeader("location", location);
  refuse(response, 308, "");
}
