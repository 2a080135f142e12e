import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { copySolution } from "../pipeline/diagnose/variants/patch.ts";
import { parseResult } from "../pipeline/score/result.ts";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { CHEAP, zipOf } from "../shared/testing/small-class.ts";

/* Pictures in answers.md, by the commands in separate processes. */

const PNG = Buffer.from("\u0089PNG\r\n\u001a\n, and what it shows", "latin1");

test(
  "grade, grade-class and merge keep the pictures of a folder, a zip and a commit, from the cache too",
  { timeout: 180_000 },
  async () => {
    await inScratchFolder(async (folder) => {
      const run = (...words: readonly string[]) => {
        const ended = spawnSync(process.execPath, commandLine(...words), { cwd: folder, encoding: "utf8" });
        expect([ended.status, ended.stderr]).toEqual([0, expect.anything()]);
      };
      await writeClass(folder);
      const settings = ["--only", CHEAP, "--engine", "wasm", "--seed", "7"];
      run("grade", "in/ada", "--out", "one", ...settings);
      await expectPicture(join(folder, "one"));

      for (const out of ["first", "second"]) {
        run("grade-class", "roster.csv", "--out", out, "--cache", "cache", ...settings);
        const names = (await readdir(join(folder, out), { withFileTypes: true })).filter((each) => each.isDirectory());
        expect(names.length).toBe(3);
        for (const { name } of names) await expectPicture(join(folder, out, name));
      }
      run("merge", "first", "--out", "merged");
      const [name = ""] = await readdir(join(folder, "merged"));
      await expectPicture(join(folder, "merged", name));
    });
  },
);

/** Ada hands in a folder, Bo a zip of it and Cy a commit of it. */
async function writeClass(folder: string): Promise<void> {
  const ada = join(folder, "in/ada");
  await copySolution(ada);
  await mkdir(join(ada, "figures"));
  await writeFile(join(ada, "figures/loss.png"), PNG);
  await writeFile(join(ada, "answers.md"), "## W4\n\n**Your answer**\n\n![the loss](figures/loss.png) ![](gone.png)\n");
  await writeFile(join(folder, "in/bo.zip"), await zipOf(ada));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", ada, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { encoding: "utf8" });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "work");
  const commit = git("rev-parse", "HEAD").trim();
  const rows = [
    "id,name,path,git,commit",
    "1,Ada,in/ada,,",
    "2,Bo,in/bo.zip,,",
    `3,Cy,,${pathToFileURL(ada).href},${commit}`,
  ];
  await writeFile(join(folder, "roster.csv"), rows.join("\n"));
}

async function expectPicture(folder: string): Promise<void> {
  expect(await readFile(join(folder, "answers-picture-1.png"))).toEqual(PNG);
  const html = await readFile(join(folder, "report.html"), "utf8");
  expect(html).toContain(`src="data:image/png;base64,${PNG.toString("base64")}" alt="the loss"`);
  expect(html).toContain("The picture gone.png of answers.md (line 5) was left out: there is no such file");
  const { pictures } = parseResult(JSON.parse(await readFile(join(folder, "result.json"), "utf8")));
  expect(pictures).toEqual([{ path: "figures/loss.png", file: "answers-picture-1.png" }]);
}
