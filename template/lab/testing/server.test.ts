import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderCheckpoint } from "../../experiments/records/checkpoint.ts";
import { recipeOf } from "../../experiments/training/recipe.ts";
import type { ResultList } from "../shared/source.ts";
import { makeStudentFolder, startLab, type LabServer, type StudentFolder } from "./lab-server.ts";
import { ROOT } from "../../../grader/src/shared/paths.ts";

/* `npm run lab` as a command: its output, address, responses and exit code. */

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runLab(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const command = ["template/lab/server/main.mjs", ...args];
    execFile(process.execPath, command, { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test("--help shows every option and an example", async () => {
  const { code, stdout } = await runLab("--help");
  expect(code).toBe(0);
  for (const word of ["--port", "--open", "--help", "Example: npm run lab"]) expect(stdout).toContain(word);
});

test.each([
  [["--port", "http"], "--port is http, expected a whole number from 1 to 65535"],
  [["docs"], "docs has no folder src/"],
  [["template", "solution"], "expected one folder, got template and solution"],
  [["--verbose"], "--verbose"],
])("%j is rejected as a usage error", async (args, message) => {
  const { code, stdout, stderr } = await runLab(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

describe("a running lab", () => {
  let student: StudentFolder;
  let first: LabServer;
  let second: LabServer;

  beforeAll(async () => {
    student = await makeStudentFolder("template");
    first = await startLab(student.folder);
    second = await startLab(student.folder, ["--port", new URL(first.url).port]);
  });
  afterAll(() => student.remove());

  test("uses the next port if one is taken", () => {
    expect(Number(new URL(second.url).port)).toBeGreaterThan(Number(new URL(first.url).port));
  });

  test("listens on this machine only", async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    const port = Number(new URL(first.url).port);
    for (const { address } of outside) expect(await answers(address, port)).toBe(false);
    expect(await answers("127.0.0.1", port)).toBe(true);
  });

  test("serves 1 000 digits, three models and a restrictive content security policy", async () => {
    const get = (path: string) => fetch(new URL(path, first.url));
    expect((await (await get("/data/digits")).arrayBuffer()).byteLength).toBe(785_000);
    expect((await (await get("/data/weights/lenet")).arrayBuffer()).byteLength).toBe(87_360);
    expect((await get("/")).headers.get("content-security-policy")).toContain("default-src 'self'");
  });

  test("isolates the page, and serves the images of a training", async () => {
    const { headers } = await fetch(first.url);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    const images = await (await fetch(new URL("/data/images/train?count=30", first.url))).arrayBuffer();
    expect([...new Uint8Array(images).subarray(30 * 784, 30 * 784 + 5)]).toEqual([5, 0, 4, 1, 9]);
  });

  describe("results", () => {
    const at = (path: string) => new URL(path, first.url);
    const save = (name: string, body: string, site = "same-origin") =>
      fetch(at(`/results/${name}?seconds=2`), { method: "POST", body, headers: { "sec-fetch-site": site } });
    const names = async () =>
      ((await (await fetch(at("/results"))).json()) as ResultList).results.map(({ name }) => name);

    test("are saved after each epoch, read back, and finished as by npm run train", async () => {
      await ok(save("mine", checkpoint(1)));
      expect(await names()).toEqual(["mine"]);
      expect(await (await fetch(at("/results/mine"))).text()).toBe(checkpoint(1));
      expect(await readdir(join(student.folder, "results/mine"))).toEqual(["checkpoint", "costs.json"]);
      await ok(save("mine", checkpoint(2)));
      const files = await readdir(join(student.folder, "results/mine"));
      expect(files.sort()).toEqual(["checkpoint", "costs.json", "manifest.json", "mine.f32", "result.json"]);
      const costs = await readFile(join(student.folder, "results/mine/costs.json"), "utf8");
      expect(JSON.parse(costs)).toMatchObject({ wallSeconds: 4 });
    });

    test("are replaced by a training that starts over", async () => {
      await ok(save("mine", checkpoint(1)));
      expect((await readdir(join(student.folder, "results/mine"))).sort()).toEqual(["checkpoint", "costs.json"]);
    });

    test.each([
      ["mine", "same-site", 403],
      ["mine", "cross-site", 403],
      ["mine", "none", 403],
      [encodeURIComponent("../src"), "same-origin", 404],
      ["..%2f..%2fetc", "same-origin", 404],
      [".hidden", "same-origin", 404],
      ["a/b", "same-origin", 404],
    ])("are not saved as %s by a request from %s", async (name, site, status) => {
      expect((await save(name, checkpoint(2), site)).status).toBe(status);
      expect(await names()).toEqual(["mine"]);
      expect(await (await fetch(at("/results/mine"))).text()).toBe(checkpoint(1));
    });

    test.each([
      ["{", 400],
      ["null", 400],
      ["{}", 400],
      [checkpoint(3), 400],
      [checkpoint(1).replace('"name":"bias"', '"name":"other"'), 400],
      [checkpoint(1).replace("logistic-regression", "resnet"), 400],
      [" ".repeat(70 * 2 ** 20), 413],
    ])("are not saved from a body that is no checkpoint", async (body, status) => {
      expect((await save("mine", body)).status).toBe(status);
      expect(await (await fetch(at("/results/mine"))).text()).toBe(checkpoint(1));
    });

    test("that are damaged or missing have no checkpoint, and nothing deletes one", async () => {
      await writeFile(join(student.folder, "results/mine/checkpoint"), "damaged");
      expect((await fetch(at("/results/mine"))).status).toBe(404);
      expect((await fetch(at("/results/other"))).status).toBe(404);
      expect((await fetch(at("/results/mine"), { method: "DELETE" })).status).toBe(405);
      await ok(save("mine", checkpoint(1)));
    });
  });

  test("serves no files that the page does not need", async () => {
    for (const path of [
      `/@fs${ROOT}grader/src/pipeline/score/rubric.ts`,
      "/server/main.ts",
      "/styles/..%2findex.html",
      "/src/mnist/missing.ts",
      "/page/missing.js",
    ])
      expect({ path, status: (await fetch(new URL(path, first.url))).status }).toEqual({ path, status: 404 });
    for (const path of ["/src/..%2fpackage.json", "/src/..%2f..%2fsrc2%2fa.ts"])
      expect({ path, status: (await fetch(new URL(path, first.url))).status }).toEqual({ path, status: 403 });
  });

  test("answers only requests for this machine: another site may let its name point here", async () => {
    const { port } = new URL(first.url);
    expect(await statusFor("127.0.0.1", port)).toBe(200);
    expect(await statusFor("localhost", port)).toBe(200);
    expect(await statusFor("rebound.example", port)).toBe(403);
    expect(await statusFor("127.0.0.1.example", port)).toBe(403);
  });

  test("explains broken files below src/ and no others", async () => {
    const ask = async (file: string) => (await fetch(new URL(`/source/broken?file=${file}`, first.url))).json();
    await student.write("mnist/fgsm.ts", "export function fgsm( {");
    // The server notices the edit after a moment.
    await expect
      .poll(() => ask("mnist/fgsm.ts"), { timeout: 10_000 })
      .toMatchObject({ file: "mnist/fgsm.ts", line: 1 });
    expect(await ask("../package.json")).toBe(null);
  });

  test("runs the functions of another folder when one is given", async () => {
    const other = await startLab(join(ROOT, "template"), [join(ROOT, "solution")]);
    const page = await (await fetch(other.url)).text();
    expect(page).toContain(`name="student-folder" content="solution"`);
    const module = await (await fetch(new URL("/src/mnist/fgsm.ts", other.url))).text();
    expect(module).toContain("clipByValue");
    expect(await other.stop()).toBe(0);
  });

  test("ends with Ctrl-C", async () => {
    expect(await Promise.all([first.stop(), second.stop()])).toEqual([0, 0]);
  });
});

async function ok(response: Promise<Response>): Promise<void> {
  expect({ status: (await response).status, text: await (await response).text() }).toEqual({ status: 200, text: "{}" });
}

/** A tiny training after some of its two epochs. */
function checkpoint(epoch: number): string {
  const recipe = recipeOf("logistic-regression", { shapes: { weights: [2, 2], bias: [2] }, epochs: 2 });
  const weights = { weights: new Float32Array([1, 2, -0, 4]), bias: new Float32Array([epoch, 0.1]) };
  const state = { epoch, losses: [1, 2], accuracies: [0.5], weights, optimizer: [] };
  return renderCheckpoint({ recipe, engine: "wasm", code: "0123", state });
}

/** The status of the page for a request to a name of the server. */
function statusFor(name: string, port: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, headers: { host: `${name}:${port}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", end(true));
    socket.on("error", end(false));
    socket.on("timeout", end(false));
  });
}
