import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { processTree } from "../shared/process-tree.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { TESTED_NODES } from "./test-nodes-options.ts";
import { ROOT } from "../shared/paths.ts";

/* The command as it is typed, on the one Node that needs no network. CI runs the tests on the others. */

const COMMAND = fileURLToPath(new URL("./test-nodes.ts", import.meta.url));
const TSX = createRequire(import.meta.url).resolve("tsx");
const OWN = process.versions.node;
const MAJOR = OWN.split(".")[0]!;
const SCRIPTS = {
  test: "node -p process.execPath",
  fails: "node -e 'process.exit(3)'",
  waits: "node -e 'console.log(`waiting`); setTimeout(() => {}, 60_000)'",
};

async function start(folder: string, ...args: readonly string[]) {
  await writeFile(join(folder, "package.json"), JSON.stringify({ scripts: SCRIPTS }));
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, npm_config_offline: "true", npm_config_cache: join(folder, "cache") };
  const child = spawn(process.execPath, ["--import", TSX, COMMAND, ...args], { cwd: folder, env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "close").then(([status]) => ({ status: status as number | null, stdout, stderr }));
  return { child, ended };
}

test("a script runs on each Node, and each has a line at the end", async () => {
  await inScratchFolder(async (folder) => {
    const { status, stdout } = await (await start(folder, MAJOR, OWN)).ended;
    expect(stdout).toContain(`== 1/2 Node ${OWN}: npm run test\n`);
    expect(stdout.split("\n").filter((line) => line === process.execPath)).toHaveLength(2);
    expect(stdout).toMatch(/\n\nNode [\d.]+ +passed +\d+ s\nNode [\d.]+ +passed +\d+ s\n$/);
    expect(status).toBe(0);
  });
});

test("where a script fails the others still run, and the command fails", async () => {
  await inScratchFolder(async (folder) => {
    const { status, stdout } = await (await start(folder, MAJOR, OWN, "--script", "fails", "--only", "one")).ended;
    expect(stdout).toContain(`== 2/2 Node ${OWN}: npm run fails -- one\n`);
    expect([status, stdout.match(/FAILED/g)]).toEqual([1, ["FAILED", "FAILED"]]);
  });
});

test("a Node that npm cannot bring is told before anything runs", async () => {
  await inScratchFolder(async (folder) => {
    const { status, stdout, stderr } = await (await start(folder, MAJOR, "1.2.3")).ended;
    expect([status, stdout]).toEqual([1, "== Node 1.2.3: npm looks for it ...\n"]);
    expect(stderr).toMatch(
      /^grader fault: npm could not bring Node 1\.2\.3; it said last:\n {2}npm error code ENOTCACHED/,
    );
  });
});

test("an interrupt ends what was started", async () => {
  await inScratchFolder(async (folder) => {
    const { child, ended } = await start(folder, MAJOR, "--script", "waits");
    while (!String(await once(child.stdout, "data")).includes("waiting\n"));
    const started = processTree(child.pid!);
    expect(started.length).toBeGreaterThan(2);
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    expect([status, stderr.endsWith("\nstopping: what was started is ended ...\n")]).toEqual([1, true]);
    await expect.poll(() => started.flatMap(processTree), { timeout: 10_000 }).toEqual([]);
  });
});

test("a version is a number", async () => {
  await inScratchFolder(async (folder) => {
    const { status, stdout, stderr } = await (await start(folder, "lts")).ended;
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Expected a version such as 22 or 22.13.0.");
  });
});

test("CI runs on the same versions", async () => {
  const list = TESTED_NODES.map((version) => `"${version}"`).join(", ");
  expect(await readFile(join(ROOT, ".github/workflows/ci.yml"), "utf8")).toContain(`node: [${list}]\n`);
});

test("the oldest Node is the same for npm and for what installs", async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { engines: { node: string } };
  const [, major, minor] = /^>=(\d+)\.(\d+)\.0$/.exec(manifest.engines.node)!;
  const installer = await readFile(join(ROOT, "grader/bin/ensure-installed.mjs"), "utf8");
  expect(installer).toContain(`const OLDEST_NODE = [${major}, ${minor}];\n`);
});
