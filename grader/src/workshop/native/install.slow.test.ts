import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installNative, type InstallOptions } from "./install.ts";
import { missingTools } from "./tools.ts";
import { ROOT } from "../../shared/paths.ts";

/* All of `./robustness-lab native`, into a temporary folder. Needs the registries of npm and pip. */

const CACHE = `${ROOT}.cache/`;
const lacking = missingTools(process.env["PATH"]).map(({ name }) => name);
const unless = lacking.length > 0 ? ` (without ${lacking.join(", ")})` : "";
let into: string;

beforeAll(async () => {
  await mkdir(CACHE, { recursive: true });
  into = await mkdtemp(join(CACHE, "native-test-"));
});
afterAll(() => rm(into, { recursive: true, force: true }));

const options = (more: Pick<InstallOptions, "source"> & Partial<InstallOptions>): InstallOptions => ({
  package: "tfjs-node",
  into,
  environment: process.env,
  signal: new AbortController().signal,
  onStep: () => undefined,
  ...more,
});

test("Ctrl-C ends the wait for a mirror that never answers, and nothing is left", async () => {
  const controller = new AbortController();
  const server = createServer(() => setTimeout(() => controller.abort(), 500));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/libtensorflow-`;
  const source = { kind: "mirror", baseUri } as const;
  await expect(installNative(options({ source, signal: controller.signal }))).rejects.toThrow(/abort/i);
  expect(await readdir(into)).toEqual([]);
  server.closeAllConnections();
  server.close();
});

test.skipIf(lacking.length > 0)(`TensorFlow's wheel becomes an engine that computes on the CPU${unless}`, async () => {
  const steps: string[] = [];
  const source = { kind: "wheel", why: "requested" } as const;
  const tried = await installNative(options({ source, onStep: (step) => void steps.push(step) }));
  expect(tried).toEqual({ engine: "node", device: "CPU", library: "TensorFlow 2.15.1" });
  expect(steps).toHaveLength(5);
  expect(await readdir(into)).toEqual(["tfjs-node"]);
  expect(await readdir(join(into, "tfjs-node"))).toEqual(["node_modules", "package.json"]);
  expect(await readdir(join(into, "tfjs-node/node_modules/@tensorflow"))).not.toContain("tfjs-core");
});
