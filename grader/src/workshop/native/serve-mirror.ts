import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A mirror of one file on this machine's loopback, until it is closed. */
export interface Mirror {
  /** What tfjs-node puts in front of the rest of the file's name. */
  readonly baseUri: string;
  readonly close: () => Promise<void>;
}

const PREFIX = "libtensorflow-";

/** Serves an archive under the name that tfjs-node asks for, and answers 404 to everything else. */
export async function serveMirror(archive: string, name: string): Promise<Mirror> {
  const { size } = await stat(archive);
  const server = createServer((request, response) => {
    if (request.url !== `/${name}`) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/gzip", "content-length": size });
    if (request.method === "HEAD") response.end();
    else createReadStream(archive).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUri: `http://127.0.0.1:${port}/${PREFIX}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
