import { execFile, execFileSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { commandLine } from "../../shared/testing/command-line.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { collect } from "./collect.ts";
import { discoverRoster } from "./discover/roster.ts";
import { authorization } from "./fetch-commit.ts";

const ABSENT = "0".repeat(40);
/** Committed at. */
const AT = "2026-10-01T21:30:00Z";

/** Makes a repository with one commit of one exercise file. */
async function makeRepository(folder: string): Promise<{ readonly url: string; readonly commit: string }> {
  await mkdir(join(folder, "src/mnist"), { recursive: true });
  await writeFile(join(folder, "src/mnist/fgsm.ts"), "export const fgsm = 1;\n");
  const env = { PATH: process.env["PATH"], GIT_COMMITTER_DATE: AT };
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      encoding: "utf8",
      env,
    });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "work");
  return { url: pathToFileURL(folder).href, commit: git("rev-parse", "HEAD").trim() };
}

test("commits become archives and a roster of paths, which can be graded without git", async () => {
  await inScratchFolder(async (folder) => {
    const { url, commit } = await makeRepository(join(folder, "ada"));
    const roster = join(folder, "roster.csv");
    await writeFile(roster, `id,name,git,commit\n1,"=Ada, L",${url},${commit}\n2,Bo,${url},${ABSENT}\n3,Cy,,\n`);
    const out = join(folder, "collected");
    // With relative paths, as on a command line.
    const command = [...commandLine("collect"), "roster.csv", "--out", "collected"];
    const { code, printed } = await new Promise<{ readonly code: unknown; readonly printed: string }>((resolve) => {
      execFile(process.execPath, command, { cwd: folder }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, printed: stdout + stderr });
      });
    });
    expect(code, printed).toBe(0);
    expect(printed).toContain(`2: there is no commit ${ABSENT} in ${url}`);
    expect(printed).toContain("3: nothing was handed in");
    expect(printed).toContain("1 of 3 are in");
    expect((await readdir(out)).sort()).toEqual([`${commit}.tar`, "roster.csv"]);
    expect(await readFile(join(out, "roster.csv"), "utf8")).toBe(
      `id,name,path,git,commit,submitted,problem\n1,"=Ada, L",${commit}.tar,${url},${commit},${AT},\n` +
        `2,Bo,,,,,there is no commit ${ABSENT} in ${url}\n` +
        "3,Cy,,,,,nothing was handed in: the roster names neither a path nor git\n",
    );
    const again = await discoverRoster(join(out, "roster.csv"));
    expect(again.map(({ location }) => location.kind)).toEqual(["path", "nothing", "nothing"]);
    expect(again[1]?.location).toMatchObject({ problem: `there is no commit ${ABSENT} in ${url}` });
    expect(again[0]).toMatchObject({ origin: { url, commit }, submittedAt: AT });
    expect(await stageSubmission(join(out, `${commit}.tar`), join(folder, "staged"))).toMatchObject({
      status: "staged",
    });

    // An existing archive is not fetched again, even if the repository no longer exists.
    await rm(join(folder, "ada"), { recursive: true });
    const signal = new AbortController().signal;
    const [first] = await collect(await discoverRoster(roster), out, { signal });
    expect(first).toEqual({
      ...{ id: "1", status: "fetched", path: join(out, `${commit}.tar`), notes: [] },
      ...{ origin: { url, commit }, submittedAt: AT },
    });
  });
});

test("an aborted collection writes no roster", async () => {
  await inScratchFolder(async (folder) => {
    const { url, commit } = await makeRepository(join(folder, "ada"));
    const location = { kind: "git", url, commit } as const;
    const collected = await collect([{ id: "1", name: "Ada", location }], join(folder, "out"), {
      signal: AbortSignal.abort(),
    });
    expect(collected).toEqual([]);
    expect(await readdir(join(folder, "out"))).toEqual([]);
  });
});

test("a token is sent to its own server and to no other", async () => {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // By git directly, since fetchCommit accepts only https and this server has no certificate.
  const ask = (address: string): Promise<void> =>
    new Promise((resolve) => {
      const env = { PATH: process.env["PATH"], ...authorization({ server: address, secret: "s3cret" }) };
      execFile("git", ["ls-remote", `${own}/ada.git`], { env }, () => resolve());
    });
  await ask(own);
  await ask("https://github.com");
  server.close();
  expect(heard.map(({ authorization }) => authorization)).toEqual([
    `Basic ${Buffer.from("x-access-token:s3cret").toString("base64")}`,
    undefined,
  ]);
});
