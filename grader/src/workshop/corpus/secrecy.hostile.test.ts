import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSuites } from "../../pipeline/judge/run-suites.ts";
import { isolationForOurs, type SandboxView } from "../../pipeline/run/isolation/index.ts";
import { DEFAULT_LIMITS } from "../../pipeline/run/run-limits.ts";
import { buildRuntime, type Runtime } from "../../pipeline/run/runtime.ts";
import { runUnhindered } from "../../pipeline/run/testing/run-unhindered.ts";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { importsOf } from "../../pipeline/grade/prepare.ts";
import { bundleSubmission } from "../../pipeline/submission/bundle.ts";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { parseRegions } from "../../shared/markers.ts";
import { ROOT, SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";
import { NEEDS_BUBBLEWRAP } from "../../shared/testing/needs-bubblewrap.ts";

/*
 * Everything that a submission can read: the files visible in the sandbox, and the bytes sent to it in a whole run. None may
 * contain a line of a suite, of an expected value, of the rubric or of the solution.
 */

/** Shorter lines occur anywhere: "return tf.tidy(() => {". */
const MIN_LENGTH = 34;

const isolation = await isolationForOurs();
let scratch: string;
let runtime: Runtime;
let secrets: readonly string[];

beforeAll(async () => {
  scratch = await mkdtemp(join(await realpath(tmpdir()), "secrecy-"));
  runtime = await buildRuntime(join(scratch, "runtime"));
  secrets = await collectSecrets();
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test("the secrets are many and of every kind", () => {
  expect(secrets.length).toBeGreaterThan(700);
  expect(secrets.some((secret) => secret.includes("claimUphill("))).toBe(true);
  expect(secrets.some((secret) => secret.includes("tf.clipByValue("))).toBe(true);
  expect(secrets).toContain(RUBRIC[0]?.id);
});

test("the runtime is bundled from tfjs, the fixtures, the child, the protocol and lent arguments, and nothing else", () => {
  const ours = runtime.sources.filter((path) => !path.includes("node_modules/"));
  expect(ours.length).toBeGreaterThan(10);
  expect(
    ours.filter(
      (path) => !/^(\.\.\/fixtures\/(src|engine)\/|src\/pipeline\/run\/(child|arguments|protocol)\/)/.test(path),
    ),
  ).toEqual([]);
});

describe.runIf(isolation.name === "bubblewrap")(`under bubblewrap ${NEEDS_BUBBLEWRAP}`, () => {
  test("no visible file contains a secret", async () => {
    const submission = await bundled(TEMPLATE_FOLDER, "searching");
    await writeFile(join(submission, "secrets.json"), JSON.stringify(secrets));
    await writeFile(join(runtime.folder, "search.mjs"), SEARCH);
    const printed = await runUnhindered(isolation, { ...viewOf(submission), runtimeEntry: "search.mjs" });
    // Node, its libraries and tfjs are among them.
    expect(Number(/searched (\d+) files/.exec(printed)?.[1])).toBeGreaterThan(20);
    expect(printed).toContain("/lab/node");
    expect(printed).not.toContain("found");
  });

  test("nothing sent to a submission in a whole run contains a secret, and no argument is named like an answer", async () => {
    const submission = await bundled(SOLUTION_FOLDER, "listening");
    await writeFile(join(runtime.folder, "secrets.json"), JSON.stringify(secrets));
    await writeFile(join(runtime.folder, "listen.mjs"), LISTEN);
    const modules = Object.fromEntries(
      (await readdir(submission, { recursive: true }))
        .filter((file) => file.endsWith(".mjs"))
        .map((file) => [file.replace(/\.mjs$/, ".ts"), { file, sources: [] }]),
    );
    const judgement = await runSuites({
      seed: 20261122,
      engine: "wasm",
      isolation,
      view: { ...viewOf(submission), runtimeEntry: "listen.mjs" },
      modules,
      limits: DEFAULT_LIMITS,
      only: null,
    });
    expect(judgement).toMatchObject({ status: "judged" });
    const printed = judgement.printed ?? "";
    const heard = [...printed.matchAll(/heard (\d+) bytes/g)].map(([, bytes]) => Number(bytes));
    expect(Math.max(...heard)).toBeGreaterThan(100_000);
    expect(printed).not.toContain("found");
    const names = [...printed.matchAll(/names (.*)/g)].flatMap(([, list = ""]) => list.split(","));
    expect(names).toContain("epsilon");
    expect(names.filter((name) => /answer|expect|solution|tolerance|verdict|points|check/i.test(name))).toEqual([]);
  });
});

/** Stages and bundles a folder as for a grade. @returns the folder of the bundle */
async function bundled(source: string, name: string): Promise<string> {
  const staged = await stageSubmission(source, join(scratch, `${name}-staged`));
  if (staged.status !== "staged") throw new Error(staged.message);
  const folder = join(scratch, name);
  await mkdir(folder);
  await bundleSubmission(staged, folder, { externals: importsOf(runtime) });
  return folder;
}

function viewOf(submissionFolder: string): SandboxView {
  return { runtimeFolder: runtime.folder, runtimeEntry: runtime.entry, submissionFolder, engine: "wasm" };
}

const SEARCH = `
import fs from "node:fs";
const secrets = JSON.parse(fs.readFileSync("/lab/submission/secrets.json", "utf8"));
// By their first three bytes, to search for all secrets in one pass.
const byStart = new Map();
for (const secret of secrets.flatMap((text) => [text, text.replace(/\\s+/g, "")])) {
  const bytes = Buffer.from(secret);
  const start = bytes.readUIntBE(0, 3);
  byStart.set(start, [...(byStart.get(start) ?? []), bytes]);
}
const isStart = new Uint8Array(2 ** 24);
for (const start of byStart.keys()) isStart[start] = 1;
const search = (bytes, path) => {
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    start = ((start << 8) | bytes[at]) & 0xffffff;
    if (isStart[start] === 0) continue;
    for (const secret of byStart.get(start)) {
      if (secret.equals(bytes.subarray(at - 2, at - 2 + secret.length))) console.log("found", secret.toString(), "in", path);
    }
  }
};
const files = [];
const walk = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = (folder === "/" ? "" : folder) + "/" + entry.name;
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) walk(path);
    else if (fs.statSync(path).isFile() && !["secrets.json", "search.mjs"].includes(entry.name)) files.push(path);
  }
};
walk("/");
for (const path of files) {
  const bytes = fs.readFileSync(path);
  search(bytes, path);
  // A bundler may remove white space.
  if (path.endsWith(".mjs")) search(Buffer.from(bytes.toString("latin1").replace(/\\s+/g, ""), "latin1"), path);
}
console.log("searched", files.length, "files:", files.join(" "));
`;

const LISTEN = `
import fs from "node:fs";
import { Socket } from "node:net";
const secrets = JSON.parse(fs.readFileSync(new URL("./secrets.json", import.meta.url), "utf8"));
const heard = { bytes: 0, tail: "", names: new Set() };
const on = Socket.prototype.on;
Socket.prototype.on = function (event, listener) {
  return on.call(this, event, event !== "data" ? listener : function (chunk) {
    const text = heard.tail + Buffer.from(chunk).toString("latin1");
    for (const secret of secrets) if (text.includes(secret)) console.log("found", secret);
    // MessagePack encodes a short key as a length byte and its letters.
    for (const [whole, name] of text.matchAll(/[\\xa3-\\xbf]([A-Za-z][A-Za-z0-9]{2,30})/g)) {
      const length = whole.charCodeAt(0) - 0xa0;
      if (length <= name.length) heard.names.add(name.slice(0, length));
    }
    heard.bytes += chunk.length;
    heard.tail = text.slice(-200);
    // After each chunk, because the child is killed without warning; the test reads the last line.
    console.log("heard " + heard.bytes + " bytes\\nnames " + [...heard.names].join());
    listener.call(this, chunk);
  });
};
await import("./child.mjs");
`;

async function collectSecrets(): Promise<readonly string[]> {
  const judge = join(ROOT, "grader/src/pipeline/judge");
  const judgeFiles = (await readdir(judge, { recursive: true })).filter((file) =>
    /^(suites|expected|probes)\/.*\.ts$/.test(file),
  );
  const lines = (await Promise.all(judgeFiles.map((file) => linesOf(join(judge, file))))).flat();
  const rubric = RUBRIC.flatMap(({ id, title, hint }) => [id, title, hint]).filter(
    (text) => text.includes(".") || text.length > 20,
  );
  return [...new Set([...lines, ...(await solutionLines()), ...rubric])];
}

async function linesOf(file: string): Promise<readonly string[]> {
  return longLines((await readFile(file, "utf8")).split("\n"));
}

/** The lines between the markers of the solution, which students write. */
async function solutionLines(): Promise<readonly string[]> {
  const folder = join(SOLUTION_FOLDER, "src");
  const files = (await readdir(folder, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const regions = await Promise.all(
    files.map(async (file) => parseRegions(file, await readFile(join(folder, file), "utf8"))),
  );
  return longLines(regions.flat().flatMap((region) => (region.kind === "shared" ? [] : region.lines)));
}

function longLines(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_LENGTH && !/^(import|export) .* from /.test(line));
}
