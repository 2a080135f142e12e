import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A web server for one file, on loopback. */
export interface Mirror {
  /** The beginning of the file's address, to which tfjs-node appends the rest of the name. */
  readonly baseUri: string;
  readonly close: () => Promise<void>;
}

const PREFIX = "libtensorflow-";

/** Serves an archive under a name, and answers 404 to every other request. */
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
