import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { fetchSubmission } from "./fetch.ts";

const NEVER = new AbortController().signal;

async function inFolders(work: (from: string, scratch: string) => Promise<void>): Promise<void> {
  await inScratchFolder(async (folder) => {
    const [from, scratch] = [join(folder, "from"), join(folder, "scratch")];
    await mkdir(from);
    await mkdir(scratch);
    await work(from, scratch);
  });
}

describe("a folder", () => {
  test("with src/ is the submission, even if it contains archives", async () => {
    await inFolders(async (from, scratch) => {
      await mkdir(join(from, "src"));
      await writeFile(join(from, "old.zip"), "");
      expect(await fetchSubmission({ kind: "path", path: from }, scratch, NEVER)).toEqual({
        status: "fetched",
        path: from,
        notes: [],
      });
    });
  });

  test("with a text that was entered on the page of the LMS is read together with it", async () => {
    await inFolders(async (from, scratch) => {
      await mkdir(join(from, "file", "notes", "node_modules"), { recursive: true });
      for (const name of ["file/lab.zip", "file/notes/a.md", "file/notes/node_modules/b.md", "page.html"]) {
        await writeFile(join(from, name), name);
      }
      const location = { kind: "path", path: join(from, "file"), onlineText: join(from, "page.html") } as const;
      const fetched = await fetchSubmission(location, scratch, NEVER);
      const folder = "path" in fetched ? fetched.path : "";
      expect((await readdir(folder, { recursive: true })).sort()).toEqual([
        "lab.zip",
        "notes",
        "notes/a.md",
        "onlinetext.html",
      ]);
      expect(await readFile(join(folder, "onlinetext.html"), "utf8")).toBe("page.html");
    });
  });
});

test("loose files of one student are collected under the names that the student gave them", async () => {
  await inFolders(async (from, scratch) => {
    const files = ["fgsm.ts", "answers.md", "lab.pdf"].map((name) => ({ path: join(from, `ada_1_2_${name}`), name }));
    for (const { path, name } of files) await writeFile(path, name);
    const fetched = await fetchSubmission({ kind: "files", files }, scratch, NEVER);
    expect(fetched.status).toBe("fetched");
    const folder = "path" in fetched ? fetched.path : "";
    expect((await readdir(folder)).sort()).toEqual(["answers.md", "fgsm.ts", "lab.pdf"]);
    expect(await readFile(join(folder, "fgsm.ts"), "utf8")).toBe("fgsm.ts");
  });
});

describe("a commit", () => {
  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
      cwd,
      encoding: "utf8",
    });

  async function makeRepository(folder: string): Promise<readonly string[]> {
    git(folder, "init", "--quiet");
    const commits: string[] = [];
    for (const text of ["export const first = 1;\n", "export const second = 2;\n"]) {
      await mkdir(join(folder, "src"), { recursive: true });
      await writeFile(join(folder, "src", "a.ts"), text);
      git(folder, "add", ".");
      git(folder, "commit", "--quiet", "--message", "work");
      commits.push(git(folder, "rev-parse", "HEAD").trim());
    }
    return commits;
  }

  test("is graded even if there are later ones", async () => {
    await inFolders(async (from, scratch) => {
      const [commit = ""] = await makeRepository(from);
      const fetched = await fetchSubmission({ kind: "git", url: pathToFileURL(from).href, commit }, scratch, NEVER);
      expect(fetched).toMatchObject({ status: "fetched" });
      const staged = await stageSubmission("path" in fetched ? fetched.path : "", join(scratch, "staged"));
      expect(staged).toMatchObject({ status: "staged", files: ["src/a.ts"] });
      expect(await readFile(join(scratch, "staged", "src", "a.ts"), "utf8")).toBe("export const first = 1;\n");
    });
  });

  test("has one content, whatever the attributes in it say", async () => {
    await inFolders(async (from, scratch) => {
      git(from, "init", "--quiet");
      await mkdir(join(from, "src"));
      const text = "export const id = '$Format:%H$ $Id$';\n";
      for (const name of ["a.ts", "left-out.ts"]) await writeFile(join(from, "src", name), text);
      git(from, "add", ".");
      git(from, "commit", "--quiet", "--message", "work");
      // Later, since git would follow them when the files are added.
      const every = "src/** export-subst ident text crlf eol=crlf filter=lfs working-tree-encoding=UTF-16";
      await writeFile(
        join(from, ".gitattributes"),
        `[attr]hidden export-ignore\n${every}\nsrc/left-out.ts hidden\nsrc export-ignore\n`,
      );
      git(from, "add", ".gitattributes");
      git(from, "commit", "--quiet", "--message", "attributes");
      const commit = git(from, "rev-parse", "HEAD").trim();
      const fetched = await fetchSubmission({ kind: "git", url: pathToFileURL(from).href, commit }, scratch, NEVER);
      await stageSubmission("path" in fetched ? fetched.path : "", join(scratch, "staged"));
      for (const name of ["a.ts", "left-out.ts"]) {
        expect(await readFile(join(scratch, "staged", "src", name), "utf8")).toBe(text);
      }
    });
  });

  test("with more paths than anyone can unpack is unreadable", async () => {
    await inFolders(async (from, scratch) => {
      git(from, "init", "--quiet", "--bare");
      const write = (kind: string, input: string): string =>
        execFileSync("git", ["hash-object", "-w", "--stdin", "-t", kind], {
          cwd: from,
          input,
          encoding: "utf8",
        }).trim();
      let tree = `100644 blob ${write("blob", "export {};\n")}\tlosses.ts\n`;
      const makeTree = (input: string): string =>
        execFileSync("git", ["mktree"], { cwd: from, input, encoding: "utf8" }).trim();
      // Ten levels, each of which names the next one ten times: 10^10 paths in eleven objects.
      for (let level = 0; level < 10; level += 1) {
        const next = makeTree(tree);
        tree = Array.from({ length: 10 }, (_, n) => `040000 tree ${next}\t${n}\n`).join("");
      }
      const commit = git(from, "commit-tree", "-m", "bomb", makeTree(tree)).trim();
      git(from, "update-ref", "refs/heads/main", commit);
      const url = pathToFileURL(from).href;
      expect(await fetchSubmission({ kind: "git", url, commit }, scratch, NEVER)).toEqual({
        status: "unreadable",
        problem: `commit ${commit} of ${url} holds more than 50000 files`,
      });
    });
  });

  test("that does not exist, or whose repository does not, is explained", async () => {
    await inFolders(async (from, scratch) => {
      await makeRepository(from);
      const commit = "0".repeat(40);
      const url = pathToFileURL(from).href;
      expect(await fetchSubmission({ kind: "git", url, commit }, scratch, NEVER)).toEqual({
        status: "unreadable",
        problem: `there is no commit ${commit} in ${url}`,
      });
      expect(await fetchSubmission({ kind: "git", url: `${url}-no`, commit }, join(scratch, "b"), NEVER)).toMatchObject(
        {
          status: "unreadable",
          problem: expect.stringMatching(/-no cannot be cloned: .*(does not exist|not found|not appear)/),
        },
      );
    });
  });
});
