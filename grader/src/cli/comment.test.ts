import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderClassFile } from "../office/class/class-file.ts";
import { writeReports } from "../pipeline/report/write.ts";
import { hostileResult } from "../pipeline/report/testing/sample-results.ts";
import { commandLine } from "../shared/testing/command-line.ts";

/* The command in a separate process, against a local server that stores comments like GitHub. */

const SHA = "0123456789abcdef0123456789abcdef01234567";

let folder: string;
let server: Server;
let url: string;
let comments: Map<string, string[]>;
let tokens: Set<string | undefined>;
/** Error responses to the next posts, whose comments are not stored. */
let refusals: { readonly status: number; readonly headers?: Readonly<Record<string, string>> }[];

beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "comment-test-"));
  await mkdir(join(folder, "class"));
  const sha256 = "b".repeat(64);
  for (const name of ["ada", "bob"]) {
    const result = { ...hostileResult(name, name), submission: { name, sha256 } };
    // There are no files for them.
    Reflect.deleteProperty(result, "pictures");
    await writeReports(result, join(folder, "class", name));
  }
  const deadline = "2026-10-01T21:59:59Z";
  const graded = { status: "graded", sha256, score: 50, maxScore: 100 } as const;
  const file = renderClassFile({
    schema: "robustness-lab/class/v1",
    grader: { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "bubblewrap", seed: 7 },
    course: { deadline, penalty: { "per-day": "10 %" }, contact: "cs433@example.org" },
    submissions: [
      { id: "1", name: "Ada", ...graded, folder: "ada", lateness: { deadline, minutes: 1441, days: 2 } },
      { id: "2", name: "Bob", ...graded, folder: "bob" },
      { id: "3", name: "Cleo", status: "grader-fault", problem: "the machine had no memory" },
    ],
  });
  await writeFile(join(folder, "class/class.json"), file);
  server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    tokens.add(request.headers.authorization);
    const kept = comments.get(path);
    if (kept === undefined) return void response.writeHead(404).end("{}");
    if (request.method === "GET") return void response.end(JSON.stringify(kept.map((body) => ({ body }))));
    const refusal = refusals.shift();
    if (refusal !== undefined) return void response.writeHead(refusal.status, refusal.headers).end("{}");
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      kept.push((JSON.parse(body) as { readonly body: string }).body);
      response.writeHead(201).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(
    join(folder, "roster.csv"),
    `id,name,git,commit\n1,Ada,https://git.example.org/cs433/ada.git,${SHA}\n` +
      `2,Bob,https://git.example.org/cs433/bob,${SHA}\n3,Cleo,https://git.example.org/cs433/cleo,${SHA}\n`,
  );
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const pathOf = (name: string): string => `/repos/cs433/${name}/commits/${SHA}/comments`;
beforeEach(() => {
  comments = new Map(["ada", "bob", "cleo"].map((name) => [pathOf(name), []]));
  tokens = new Set();
  refusals = [];
});
afterEach(() => {
  // The token is sent in this header only.
  expect([...tokens].filter((token) => token !== "Bearer s3cret")).toEqual([]);
});

const comment = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const given = { PATH: process.env["PATH"], GITHUB_API_URL: url, GITHUB_SERVER_URL: "https://git.example.org" };
    const options = { cwd: folder, env: { ...given, SUBMISSIONS_TOKEN: "s3cret", ...env } };
    execFile(process.execPath, [...commandLine("comment"), ...args], options, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });

describe("./robustness-lab comment", () => {
  test("posts each report on its student's commit once, even if run again, and lists students without a comment", async () => {
    const first = await comment(["class", "--roster", "roster.csv"]);
    expect(first).toMatchObject({ code: 0, stdout: "2 of 2 reports are posted as comments\n" });
    expect(first.stderr.split("\n")).toEqual([
      "3: no comment: there is no result, the status is grader-fault",
      "1/2 1: posted",
      "2/2 2: posted",
      "",
    ]);
    expect([...comments.values()].map((each) => each.length)).toEqual([1, 1, 0]);
    expect(comments.get(pathOf("ada"))?.[0]).toContain("# Report on ");
    const second = await comment(["class", "--roster", "roster.csv"]);
    expect(second.stderr).toContain("1/2 1: there already");
    expect([...comments.values()].map((each) => each.length)).toEqual([1, 1, 0]);
  });

  test("lists the comments that GitHub refused, and continues with the others", async () => {
    refusals = [{ status: 403 }];
    const { code, stdout, stderr } = await comment(["class", "--roster", "roster.csv"]);
    expect([code, stdout]).toEqual([1, "1 of 2 reports are posted as comments\n"]);
    expect(stderr).toContain("1/2 1: failed: GitHub answered 403: the token may not comment there");
    expect([...comments.values()].map((each) => each.length)).toEqual([0, 1, 0]);
  });

  test("waits as long as GitHub requests", async () => {
    refusals = [{ status: 429, headers: { "retry-after": "1" } }];
    const one = await comment(["class/ada", "--repository", "cs433/ada", "--commit", SHA]);
    expect(one).toMatchObject({ code: 0, stdout: "1 of 1 reports are posted as comments\n" });
    expect(comments.get(pathOf("ada"))).toHaveLength(1);
  });

  test("posts nothing in a dry run, and needs no token for it", async () => {
    const dry = await comment(["class", "--roster", "roster.csv", "--dry-run"], { SUBMISSIONS_TOKEN: "" });
    expect(dry.code).toBe(0);
    expect([...comments.values()].flat()).toEqual([]);
    await comment(["class", "--roster", "roster.csv"]);
    const [ada = "", bob = ""] = [...comments.values()].flat();
    expect(dry.stdout).toBe(`1: cs433/ada@0123456789ab\n\n${ada}\n2: cs433/bob@0123456789ab\n\n${bob}\n`);
    expect(ada).toContain("Handed in late by 1 day 1 minute. For each day begun (2 begun) the course takes off 10 %");
    expect(ada.trimEnd()).toMatch(/\n\nQuestions about this grade: cs433@example\.org$/);
    expect(bob).not.toContain("Handed in");
  });

  test("prints the text on one result, ready to paste, without an address", async () => {
    const { code, stdout } = await comment(["class/ada", "--dry-run"], { SUBMISSIONS_TOKEN: "" });
    await comment(["class/ada", "--repository", "cs433/ada", "--commit", SHA]);
    expect([code, stdout]).toEqual([0, `${comments.get(pathOf("ada"))?.[0] ?? ""}\n`]);
    const whole = await comment(["class", "--dry-run"]);
    expect(whole).toMatchObject({ code: 2, stderr: expect.stringContaining("class contains no result") });
  });

  test("bad usage is explained", async () => {
    const without = await comment(["class", "--roster", "roster.csv"], { SUBMISSIONS_TOKEN: "" });
    expect(without).toMatchObject({ code: 2 });
    expect(without.stderr).toContain("SUBMISSIONS_TOKEN is empty");
    const both = await comment(["class", "--roster", "roster.csv", "--commit", SHA]);
    expect(both).toMatchObject({ code: 2 });
    expect(both.stderr).toContain("either --roster, for a class, or --repository and --commit");
    const elsewhere = await comment(["class", "--roster", "roster.csv", "--dry-run"], {
      GITHUB_SERVER_URL: "https://other.example.org",
    });
    expect(elsewhere.stderr).toContain("1: no comment: the roster has no repository on this server and commit for it");
    const odd = await comment(["class/ada", "--repository", "cs433/../ada", "--commit", SHA]);
    expect(odd).toMatchObject({ code: 2 });
    expect(odd.stderr).toContain("expected owner/name and all 40 digits of a commit");
  });
});
