import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

/** A server as GitHub Pages is one: no special headers, text compressed, the site in a folder of it. */
export interface StaticServer {
  readonly url: string;
  /** Bytes sent, by path. */
  readonly sent: Map<string, number>;
  readonly stop: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Serves a folder under a path. */
export async function serveStatic(folder: string, path = "/course/lab/"): Promise<StaticServer> {
  const sent = new Map<string, number>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const file = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    readFile(join(folder, normalize(decodeURIComponent(file.slice(path.length))))).then(
      (bytes) => {
        const type = TYPES[extname(file)] ?? "application/octet-stream";
        const isText = extname(file) in TYPES;
        const body = isText ? gzipSync(bytes) : bytes;
        sent.set(file, (sent.get(file) ?? 0) + body.length);
        response.writeHead(200, {
          "content-type": type,
          "cache-control": "max-age=600",
          "content-length": body.length,
          ...(isText && { "content-encoding": "gzip" }),
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    sent,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
