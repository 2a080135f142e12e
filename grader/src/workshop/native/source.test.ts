import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { chooseSource, probeBy, type Probe } from "./source.ts";

const CPU = { package: "tfjs-node", fromWheel: false } as const;
const FILE = "libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz";
const found: Probe = async () => undefined;
const unreachable: Probe = async () => "ENOTFOUND";

/** Records the addresses. */
function recording(asked: string[]): Probe {
  return async (url) => void asked.push(url);
}

test("the default is the vendor's storage, or the wheel if that is out of reach", async () => {
  expect(await chooseSource(CPU, {}, found)).toEqual({ kind: "vendor" });
  expect(await chooseSource(CPU, {}, unreachable)).toEqual({
    kind: "wheel",
    why: "the vendor's storage is out of reach: ENOTFOUND",
  });
});

test("--from-wheel probes no address", async () => {
  const asked: string[] = [];
  const source = await chooseSource({ ...CPU, fromWheel: true }, { TFJS_NODE_BASE_URI: "http://m/" }, recording(asked));
  expect(source).toEqual({ kind: "wheel", why: "requested" });
  expect(asked).toEqual([]);
});

test.each([
  ["--mirror", { mirror: "http://m.example.org/tf" }, {}, "http://m.example.org/tf/libtensorflow-"],
  ["--mirror with a slash", { mirror: "http://m.example.org/tf/" }, {}, "http://m.example.org/tf/libtensorflow-"],
  [
    "TFJS_NODE_BASE_URI",
    {},
    { TFJS_NODE_BASE_URI: "http://m.example.org/libtensorflow-" },
    "http://m.example.org/libtensorflow-",
  ],
  [
    "TFJS_NODE_CDN_STORAGE",
    {},
    { TFJS_NODE_CDN_STORAGE: "http://m.example.org/" },
    "http://m.example.org/tensorflow/libtensorflow/libtensorflow-",
  ],
  [
    "the option over the variable",
    { mirror: "http://a" },
    { TFJS_NODE_BASE_URI: "http://b/" },
    "http://a/libtensorflow-",
  ],
])("a mirror is given by %s", async (_, option, environment, baseUri) => {
  const asked: string[] = [];
  expect(await chooseSource({ ...CPU, ...option }, environment, recording(asked))).toEqual({
    kind: "mirror",
    baseUri,
  });
  expect(asked).toEqual([baseUri + "cpu-linux-x86_64-2.9.1.tar.gz"]);
});

test("a given mirror without the file is bad usage; the error shows the address", async () => {
  const refused = chooseSource({ ...CPU, package: "tfjs-node-gpu", mirror: "http://m.example.org" }, {}, unreachable);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(
    /http:\/\/m\.example\.org\/libtensorflow-gpu-linux-x86_64-2\.9\.1\.tar\.gz \(ENOTFOUND\)/,
  );
});

test("a probe returns why a file is not available", async () => {
  const server = createServer(
    (request, response) => void response.writeHead(request.url === `/${FILE}` ? 200 : 404).end(),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const probe = probeBy({}, new AbortController().signal);
  expect(await probe(address + FILE)).toBeUndefined();
  expect(await probe(address + "other")).toBe("it answers 404");
  server.close();
  expect(await probe(address + FILE)).toBe("ECONNREFUSED");
  // With a proxy, the file is assumed to be available.
  expect(await probeBy({ https_proxy: address }, new AbortController().signal)(address)).toBeUndefined();
});
