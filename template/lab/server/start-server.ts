import { createServer, type IncomingMessage, type Server } from "node:http";
import { basename, join, resolve } from "node:path";
import { EDITS_PATH } from "../shared/source.ts";
import { answer, type Handler } from "./answer.ts";
import { data } from "./data.ts";
import { streamEdits } from "./edits.ts";
import { openBrowser } from "./open-browser.ts";
import type { LabOptions } from "./options.ts";
import { page } from "./page.ts";
import { results } from "./results.ts";
import { studentFiles } from "./student-files.ts";

/** Only this machine can connect: the server exposes the student's work. */
const LOOPBACK = "127.0.0.1";
/** The names of this machine. Another site may let its own name point here. */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const LAST_PORT = 65_535;

/** The page may load only from this server. The browser blocks other requests, including those of the student's code. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  // Isolated from other origins, the page may share memory between threads.
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "x-content-type-options": "nosniff",
};

/** Starts the server. @param scripts the folder of the bundled scripts @returns the page's address */
export async function startServer({ folder, port, open }: LabOptions, scripts: string): Promise<string> {
  const source = resolve(folder, "src");
  const handlers = [
    studentFiles(source),
    page(basename(resolve(folder)), scripts),
    data,
    results({ source, results: join(folder, "results") }),
  ];
  const url = `http://${LOOPBACK}:${await listen(await makeServer(source, handlers), port)}/`;
  if (open) openBrowser(url);
  return url;
}

async function makeServer(source: string, handlers: readonly Handler[]): Promise<Server> {
  const sendEdits = await streamEdits(source);
  return createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (!isForUs(request)) response.writeHead(403).end();
    else if (request.url === EDITS_PATH) sendEdits(response);
    else void answer(request, response, handlers);
  });
}

function isForUs({ headers }: IncomingMessage): boolean {
  return OWN_HOST.test(headers.host ?? "");
}

/** Listens on a port, or on the next free one. @returns the port */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && port < LAST_PORT) resolve(listen(server, port + 1));
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => resolve(port));
  });
}
