import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeClass } from "../office/desk/testing/make-class.ts";
import { endDesk, startDesk } from "../office/desk/testing/desk-process.ts";
import type { Desk } from "../office/desk/protocol.ts";
import { postTo } from "../office/desk/testing/on-desk.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { REPORT_GOLDENS } from "../shared/paths.ts";

/* The command in a separate process. */

function refused(folder: string, ...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, [...commandLine("mark"), ...args, "--no-open"], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
  });
  return [status, stderr];
}

test("the desk marks until Ctrl-C, and then says what is marked and what comes next", async () => {
  await inScratchFolder(async (scratch) => {
    const folder = join(scratch, "class");
    await makeClass(folder, { count: 6, seed: 1 });
    const desk = await startDesk(folder, "--marker", "Ada L.", "--questions", "W1,W3");
    const { submissions, questions } = (await (await fetch(`${desk.address}api/desk`)).json()) as Desk;
    expect(questions.map(({ id }) => id)).toEqual(["W1", "W3"]);
    const points = { bound: 1, attained: 0.5, "zero-weights": 0, property: 1 };
    const { key, version } = submissions[0]!;
    const entries = [{ key, version, patch: { points } }];
    expect((await postTo(desk.address, "marks", { question: "W1", entries })).status).toBe(200);
    expect(await endDesk(desk, "SIGINT")).toBe(0);
    expect(desk.printed()).toContain(
      `marks-ada-l.yaml: marked W1 1 of 6, W3 0 of 6\nnext: ./robustness-lab marks merge ${folder}`,
    );
    expect(await readFile(join(folder, "marks-ada-l.yaml"), "utf8")).toContain("marker: Ada L.\n");
  });
});

test("a second desk on the same marks names the first; after a crash the next one has its address, and Ctrl-C leaves nothing", async () => {
  await inScratchFolder(async (scratch) => {
    const folder = join(scratch, "class");
    await makeClass(folder, { count: 3, seed: 1 });
    const first = await startDesk(folder);
    const note = join(folder, ".desk-marks.yaml.json");
    expect((await stat(note)).mode & 0o777).toBe(0o600);
    const [status, problem] = refused(scratch, "class");
    expect(status).toBe(2);
    expect(problem).toContain(`marks.yaml is already open in a desk at ${first.address} (process ${first.child.pid})`);
    // Another marker's file is another desk.
    const other = await startDesk(folder, "--marker", "Bob");
    await endDesk(first, "SIGKILL");
    const second = await startDesk(folder);
    expect(second.address).toBe(first.address);
    await endDesk(second, "SIGKILL");
    const { port } = new URL(first.address);
    const stranger = createServer().listen(Number(port), "127.0.0.1");
    await once(stranger, "listening");
    const third = await startDesk(folder);
    expect(new URL(third.address).pathname).not.toBe(new URL(first.address).pathname);
    stranger.close();
    expect([await endDesk(third, "SIGINT"), await endDesk(other, "SIGINT")]).toEqual([0, 0]);
    expect((await readdir(folder)).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

test("marks of a submission whose result is gone are named when the desk opens and ends, and it takes no more of them", async () => {
  await inScratchFolder(async (scratch) => {
    const folder = join(scratch, "class");
    const [ada, bob] = await makeClass(folder, { count: 3, seed: 1 });
    await writeFile(join(folder, "marks.yaml"), `submissions: {zoe: {W1: full}, ${bob?.folder ?? ""}: {W1: full}}\n`);
    const desk = await startDesk(folder);
    const { submissions } = (await (await fetch(`${desk.address}api/desk`)).json()) as Desk;
    const names = [ada, bob].map((each) => each?.folder ?? "");
    for (const name of names) await rm(join(folder, name), { recursive: true });
    for (const { key, version } of submissions) {
      await postTo(desk.address, "marks", {
        question: "W2",
        entries: [{ key, version, patch: { comment: "x" } }],
      });
    }
    expect(await endDesk(desk, "SIGINT")).toBe(0);
    expect(desk.printed()).toContain('marks.yaml has marks of "zoe" without a result');
    expect(desk.printed()).toContain(
      `marks.yaml has marks of "zoe", "${names[1]}" without a result, which merging refuses`,
    );
    expect(await readFile(join(folder, "marks.yaml"), "utf8")).not.toContain(`${names[0]}:`);
  });
});

test("what cannot be opened is one sentence that says what to do", async () => {
  await inScratchFolder(async (scratch) => {
    await makeClass(join(scratch, "class"), { count: 3, seed: 1 });
    await mkdir(join(scratch, "old", "ada"), { recursive: true });
    await cp(join(REPORT_GOLDENS, "all-passed", "result.json"), join(scratch, "old", "ada", "result.json"));
    await writeFile(join(scratch, "bob.yaml"), "marker: Bob\nsubmissions:\n");
    await writeFile(join(scratch, "bad.yaml"), "submissions:\n  s1001:\n    W1:\n      bound: 3\n      comma: x\n");
    expect(refused(scratch, "gone")).toEqual([2, "error: gone is neither a result.json nor a folder of results\n"]);
    expect(refused(scratch, "class", "--share", "3/2")).toEqual([2, expect.stringContaining("such as 2/4")]);
    expect(refused(scratch, "class", "--questions", "W7")).toEqual([
      2,
      expect.stringContaining("expected some of W1,W2"),
    ]);
    expect(refused(scratch, "class", "--marker", "!")).toEqual([2, expect.stringContaining("a letter or a number")]);
    expect(refused(scratch, "old")).toEqual([2, expect.stringContaining("hold no answers")]);
    expect(refused(scratch, "class", "--marker", "Ada", "--out", "bob.yaml")).toEqual([
      2,
      expect.stringContaining("bob.yaml is of Bob"),
    ]);
    const [status, listed] = refused(scratch, "class", "--out", "bad.yaml");
    expect(status).toBe(2);
    expect(listed).toMatch(/2 mistakes in bad\.yaml.*\nbad\.yaml:4:14: bound: got 3.*\nbad\.yaml:5:7: unknown/);
  });
});
