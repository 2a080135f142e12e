import { execFile } from "node:child_process";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
    const command = ["--import", "tsx", "template/lab/server/main.ts", ...args];
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

  test("serves no files that the page does not need", async () => {
    const file = new URL(`/@fs${ROOT}grader/src/pipeline/score/rubric.ts`, first.url);
    expect((await fetch(file)).status).toBe(403);
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
    const module = await (await fetch(new URL("/@id/__x00__virtual:student-source", other.url))).text();
    expect(module).toContain("/solution/src/mnist/fgsm.ts");
    expect(await other.stop()).toBe(0);
  });

  test("ends with Ctrl-C", async () => {
    expect(await Promise.all([first.stop(), second.stop()])).toEqual([0, 0]);
  });
});

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
