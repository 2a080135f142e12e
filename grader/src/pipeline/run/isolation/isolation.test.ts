import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NEEDS_BUBBLEWRAP } from "../../../shared/testing/needs-bubblewrap.ts";
import { runUnhindered } from "../testing/run-unhindered.ts";
import { isolationForOurs, openToChild, setUpIsolation } from "./index.ts";
import { parseLdd } from "./libraries.ts";
import { systemCallFilter } from "./seccomp.ts";

/* Tests the sandbox from inside, without Node's permission model, which could hide a hole in the sandbox. */

const best = await isolationForOurs();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "isolation-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs code as a module in the sandbox, without the permission model. @returns its output */
const runInside = async (code: string): Promise<string> => {
  await writeFile(join(folder, "probe.mjs"), code);
  const view = { runtimeFolder: folder, runtimeEntry: "probe.mjs", submissionFolder: folder, engine: "wasm" };
  return runUnhindered(best, view);
};

const tryInside = (expression: string): Promise<string> =>
  runInside(`
    import fs from "node:fs"; import net from "node:net"; import os from "node:os"; import child from "node:child_process";
    try { console.log("got", ${expression}); } catch (error) { console.log("refused", error.code ?? error.message); }
  `);

describe.runIf(best.name === "bubblewrap")(`bubblewrap alone ${NEEDS_BUBBLEWRAP}`, () => {
  test("shows only Node, its libraries and the two folders", async () => {
    expect(await tryInside('fs.readdirSync("/").join()')).toMatch(/got dev,lab,(lib\w*,)+(usr,)?tmp\s/);
    expect(await tryInside('fs.readdirSync("/lab").join()')).toContain("got node,runtime,submission");
    for (const path of ["/etc", "/proc", "/sys", "/home", "/root", "/usr/bin", "/bin"]) {
      expect(await tryInside(`fs.readdirSync("${path}").join()`)).toMatch(/refused ENOENT/);
    }
  });

  test.each([
    ["a child process", 'child.execFileSync("/lab/node", ["--version"]).toString()'],
    ["a shell", 'child.execSync("true")'],
    ["a file in the submission", 'fs.writeFileSync("/lab/submission/x", "x")'],
    ["a file in the root", 'fs.writeFileSync("/x", "x")'],
    ["a file in /dev", 'fs.writeFileSync("/dev/x", "x")'],
    ["shared memory", 'fs.writeFileSync("/dev/shm/x", "x")'],
    ["a file larger than its disk", 'fs.writeFileSync("/tmp/x", Buffer.alloc(64 * 1024 * 1024))'],
  ])("refuses %s", async (_, expression) => {
    expect(await tryInside(expression)).toContain("refused");
  });

  test("has no network, and a private host name and user", async () => {
    expect(await tryInside("Object.keys(os.networkInterfaces()).join()")).toContain("refused");
    expect(await tryInside("os.hostname()")).toContain("got lab");
    expect(await tryInside("process.getuid()")).toContain("got 65534");
    expect(await tryInside("JSON.stringify(Object.keys(process.env))")).toContain('got ["PWD"]');
    const connecting = `
      import net from "node:net";
      net.connect(53, "1.1.1.1").on("error", (error) => console.log("refused", error.code)).on("connect", () => console.log("got"));
    `;
    expect(await runInside(connecting)).toContain("refused");
  });

  test("can start threads", async () => {
    const code = `
      import { Worker } from "node:worker_threads";
      new Worker("require('node:worker_threads').parentPort.postMessage('up')", { eval: true }).on("message", console.log);
    `;
    expect(await runInside(code)).toContain("up");
  });
});

test("bubblewrap is not replaced: if it is missing, the error names the package to install, and only our samples run without", async () => {
  const script = `
    import { isolationForOurs, setUpIsolation } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    await setUpIsolation("bubblewrap").then(() => console.log("taken"), (error) => console.log(error.name, error.message));
    console.log((await isolationForOurs()).name);
  `;
  await writeFile(join(folder, "choose.mts"), script);
  const args = ["--import", import.meta.resolve("tsx"), join(folder, "choose.mts")];
  // A path without bwrap in it, but with ldd.
  const bin = join(folder, "bin");
  await promisify(execFile)("sh", ["-c", `mkdir ${bin} && ln -s "$(command -v ldd)" "$(command -v bash)" ${bin}`]);
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: bin } });
  expect(stdout).toMatch(
    /^UsageError submissions run under bubblewrap only.*\(it is not installed\): install the package bubblewrap.*\nnode\n$/,
  );
});

/** Runs a script that imports this folder's index.ts, by a shell that has files open. @returns what it prints */
async function runHolding(script: string): Promise<string> {
  await writeFile(join(folder, "script.mts"), `import * as isolation from ${INDEX};\n${script}`);
  const node = `"${process.execPath}" --import "${import.meta.resolve("tsx")}" "${join(folder, "script.mts")}"`;
  const shell = `exec 4<"${SECRET}" 30<"${SECRET}" 50>>"${join(folder, "locked")}"; ${node}`;
  return (await promisify(execFile)("bash", ["-c", shell])).stdout;
}

describe.each(best.name === "bubblewrap" ? ["bubblewrap", "node"] : ["node"])("under %s", (name) => {
  test("a child inherits nothing that the caller of the grader left open", async () => {
    await writeFile(join(folder, "locked"), "");
    await writeFile(join(folder, "probe.mjs"), DESCRIPTORS);
    const printed = await runHolding(`
      const { runUnhindered } = await import(${HINDERED});
      const view = { runtimeFolder: "${folder}", runtimeEntry: "probe.mjs", submissionFolder: "${folder}", engine: "wasm" };
      const found = ${name === "node" ? `(await import(${NODE})).NODE_PERMISSION` : "await isolation.isolationForOurs()"};
      console.log(await runUnhindered(found, view));
    `);
    expect(printed).toContain("asked");
    expect(printed).not.toMatch(/file \d/);
  });
});

const urlOf = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
const [INDEX, HINDERED, NODE] = [
  urlOf("./index.ts"),
  urlOf("../testing/run-unhindered.ts"),
  urlOf("./node-permission.ts"),
];
const SECRET = fileURLToPath(import.meta.url);
/** Node's own descriptors are no files; 0 is /dev/null, and 3 to 30 may be the probe's own. */
const DESCRIPTORS = `
  import { fstatSync } from "node:fs";
  for (let fd = 3; fd < 100; fd += 1) {
    try { if (fstatSync(fd).isFile()) console.log("file", fd); } catch {}
  }
  console.log("asked");
`;

test.runIf(process.getuid?.() === 0)("without bubblewrap, root's submissions run as nobody or not at all", async () => {
  const isolation = await setUpIsolation("node");
  expect(isolation).toMatchObject({ name: "node", asNobody: true });
  const opened = join(folder, "opened");
  await mkdir(opened);
  const probe = "console.log(process.getuid(), process.getgroups().join())";
  await writeFile(join(opened, "probe.mjs"), probe, { mode: 0o600 });
  await writeFile(join(folder, "own.txt"), "", { mode: 0o600 });
  await symlink(join(folder, "own.txt"), join(opened, "link"));
  const view = { runtimeFolder: opened, runtimeEntry: "probe.mjs", submissionFolder: opened, engine: "wasm" };
  await openToChild(isolation, folder, view);
  expect(await runUnhindered(isolation, view)).toBe("65534 65534\n");
  expect((await stat(join(folder, "own.txt"))).mode & 0o777).toBe(0o600);
  const path = process.env["PATH"];
  process.env["PATH"] = folder;
  const refusal = setUpIsolation("node").finally(() => (process.env["PATH"] = path));
  await expect(refusal).rejects.toThrow(/^--isolation node as root runs submissions as the user nobody.*not installed/);
});

test("there is a filter of whole instructions for x64 and arm64, and none for an unknown processor", () => {
  for (const processor of ["x64", "arm64"]) expect((systemCallFilter(processor)?.length ?? 1) % 8).toBe(0);
  expect(systemCallFilter("s390x")).toBeUndefined();
});

test("ldd's output is parsed into paths", () => {
  const printed =
    "\tlinux-vdso.so.1 (0x01)\n\tlibm.so.6 => /lib/libm.so.6 (0x7f)\n\t/lib64/ld-linux.so.2 (0x7f)\n\tlibx.so => not found\n";
  expect(parseLdd(printed)).toEqual(["/lib/libm.so.6", "/lib64/ld-linux.so.2"]);
  expect(() => parseLdd("not a dynamic executable")).toThrow(/no libraries/);
});
