import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { link, readdir, readFile, stat, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { STAGING_LIMITS } from "./staging-limits.ts";
import type { StagedFiles } from "./stage.ts";
import { makeFile, makeFolder, temporaryFolder } from "./testing/folders.ts";
import { stage, stageTarGz, stageTree, stageZip } from "./testing/staging.ts";
import { makeTar, makeZip } from "@robustness-lab/fixtures/corpus";

const FGSM = "export const fgsm = 1;\n";

const kinds = ({ notes }: StagedFiles) => notes.map(({ kind, path }) => `${kind} ${path}`);

describe("staged", () => {
  test("only sources and answers, byte for byte", async () => {
    const staged = await stageTree({
      "src/mnist/fgsm.ts": FGSM,
      "src/table.json": "[]",
      "src/old.js": "",
      "answers.md": "\uFEFFyes\r\n",
      "package.json": '{"imports":{"#x":"./evil.js"}}',
      "tsconfig.json": "{}",
      "vitest.config.ts": "",
      ".npmrc": "",
      ".git/hooks/pre-commit": "",
      "src/.hidden.ts": "",
      "node_modules/vitest/src/index.ts": "",
      "src/node_modules/x/index.ts": "",
      "README.md": "",
    });
    expect(staged.files).toEqual(["answers.md", "src/mnist/fgsm.ts", "src/old.js", "src/table.json"]);
    expect(staged.answers).toBe("yes\r\n");
    expect(staged.notes).toEqual([]);
    expect((await readdir(staged.folder)).sort()).toEqual(["answers.md", "src"]);
    expect(await readFile(join(staged.folder, "src/mnist/fgsm.ts"), "utf8")).toBe(FGSM);
  });

  test("a folder, a zip, a tar and a wrapped tar.gz in a different order have the same digest", async () => {
    const tree = { "src/a.ts": "a", "src/b.ts": "b", "answers.md": "c" };
    const items = Object.entries(tree).map(([path, contents]) => ({ path, contents }));
    const wrapped = items.map(({ path, contents }) => ({ path: `my homework/${path}`, contents })).reverse();
    const digests = [
      await stageTree(tree),
      await stageZip(items),
      await stage(await makeFile("homework.tar", await makeTar(items))),
      await stageTarGz(wrapped),
    ].map((staged) => staged.sha256);
    expect(new Set(digests).size).toBe(1);
    expect((await stageTree({ ...tree, "src/b.ts": "x" })).sha256).not.toBe(digests[0]);
  });

  test("an archive is detected by its first bytes, not by its name", async () => {
    const staged = await stage(await makeFile("homework.tar.gz", makeZip([{ path: "src/a.ts" }])));
    expect(staged).toMatchObject({ name: "homework", files: ["src/a.ts"] });
  });

  test("the archive of a real tool: tar of this machine, with ./ before every path", async () => {
    const folder = await makeFolder({ "src/a.ts": "a", "answers.md": "" });
    const archive = join(await temporaryFolder(), "Übung 9.TGZ");
    execFileSync("tar", ["-czf", archive, "-C", folder, "."]);
    expect(await stage(archive)).toMatchObject({ name: "Übung 9", files: ["answers.md", "src/a.ts"] });
  });

  test("a wrapping folder, with the additions of macOS and the backslashes of Windows", async () => {
    const staged = await stageZip([
      { path: "homework/", mode: 0o040755 },
      { path: "homework\\src\\a.ts" },
      { path: "homework/answers.md", contents: "hi" },
      { path: "__MACOSX/homework/src/._a.ts" },
      { path: "homework/.DS_Store" },
    ]);
    expect(staged).toMatchObject({ files: ["answers.md", "src/a.ts"], answers: "hi", notes: [] });
  });

  test("spaces, and accents in composed form", async () => {
    const staged = await stageZip([{ path: "src/re\u0301sume\u0301 2.ts" }]);
    expect(staged.files).toEqual(["src/r\u00e9sum\u00e9 2.ts"]);
  });

  test("a name is cut to 100 characters", async () => {
    const staged = await stage(await makeFolder({ "src/a.ts": "" }, "<b>".repeat(50)));
    expect(staged.name).toBe("<b>".repeat(50).slice(0, 100));
  });

  test("an old copy further down is left out with a note", async () => {
    const staged = await stageTree({ "src/a.ts": "new", "old/src/mnist/fgsm.ts": "old" });
    expect(staged.files).toEqual(["src/a.ts"]);
    expect(staged.notes[0]?.message).toBe('old/src was left out: "src" is the one that is graded');
  });
});

describe("a student's whole repository", () => {
  const REPOSITORY = {
    "src/mnist/fgsm.ts": FGSM,
    "fixtures/src/index.ts": "",
    "fixtures/src/weights/lenet.f32": "",
    "fixtures/engine/kernels.wasm": "",
    "coverage/src/mnist/fgsm.ts.html": "",
    "results/report.html": "",
    "answers.md": "",
  };

  test("has no notes on its other folders src/, in a folder or not", async () => {
    expect(await stageTree(REPOSITORY)).toMatchObject({ files: ["answers.md", "src/mnist/fgsm.ts"], notes: [] });
    const wrapped = Object.entries(REPOSITORY).map(([path, contents]) => ({ path: `lab/${path}`, contents }));
    expect(await stageZip(wrapped)).toMatchObject({ files: ["answers.md", "src/mnist/fgsm.ts"], notes: [] });
  });

  test("is found beside a folder src/ without exercises", async () => {
    const staged = await stageTree({ "lab/src/mnist/fgsm.ts": FGSM, "fixtures/src/index.ts": "" });
    expect(staged).toMatchObject({ files: ["src/mnist/fgsm.ts"], notes: [] });
  });
});

describe("left out", () => {
  test("paths that lead out of a zip, absolute paths and drives", async () => {
    const paths = ["../evil.ts", "src/../../evil.ts", "/etc/evil.ts", "C:/evil.ts", "..\\evil.ts", "src/a\u0007.ts"];
    const staged = await stageZip([...paths.map((path) => ({ path })), { path: "src/a.ts" }]);
    expect(staged.files).toEqual(["src/a.ts"]);
    expect(staged.notes.map((one) => one.kind)).toEqual(Array(6).fill("unsafe-path"));
  });

  test("paths that lead out of a tar", async () => {
    const staged = await stageTarGz([{ path: "../evil.ts" }, { path: "/etc/evil.ts" }, { path: "src/a.ts" }]);
    expect(staged.files).toEqual(["src/a.ts"]);
    expect(kinds(staged)).toEqual(["unsafe-path ../evil.ts", "unsafe-path /etc/evil.ts"]);
  });

  test("symlinks in a folder, to files and to folders", async () => {
    const folder = await makeFolder({ "src/a.ts": "" });
    await symlink("/etc/passwd", join(folder, "src/b.ts"));
    await symlink("/etc", join(folder, "src/etc"));
    await symlink("/etc/passwd", join(folder, "answers.md"));
    const staged = await stage(folder);
    expect(staged.files).toEqual(["src/a.ts"]);
    expect(kinds(staged)).toEqual(["symlink answers.md", "symlink src/b.ts", "symlink src/etc"]);
  });

  test.each([
    ["pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["device", (path: string) => execFileSync("mknod", [path, "c", "1", "5"])],
    ["socket", (path: string) => once(createServer().listen(path).unref(), "listening")],
  ])("a %s in a folder, without waiting for it", async (_, make) => {
    const folder = await makeFolder({ "src/a.ts": "" });
    const special = join(folder, "src/b.ts");
    try {
      await make(special);
    } catch {
      return; // Only root may make a device, and not in every container.
    }
    expect(kinds(await stage(folder))).toEqual(["special-file src/b.ts"]);
  });

  test("nothing of a hard link in a folder: it is a file like any other, and copied, so that its other names stay", async () => {
    const folder = await makeFolder({ "src/a.ts": FGSM });
    await link(join(folder, "src/a.ts"), join(folder, "src/b.ts"));
    const staged = await stage(folder);
    expect(staged).toMatchObject({ files: ["src/a.ts", "src/b.ts"], notes: [] });
    expect((await stat(join(staged.folder, "src/b.ts"))).nlink).toBe(1);
  });

  test("links and devices in archives", async () => {
    const zip = await stageZip([{ path: "src/b.ts", contents: "/etc/passwd", mode: 0o120777 }, { path: "src/a.ts" }]);
    expect(kinds(zip)).toEqual(["symlink src/b.ts"]);
    const tar = await stageTarGz([
      { path: "src/b.ts", type: "symlink", target: "/etc/passwd" },
      { path: "src/c.ts", type: "link", target: "/etc/passwd" },
      { path: "src/d.ts", type: "character-device" },
      { path: "src/e.ts", type: "block-device" },
      { path: "src/f.ts", type: "fifo" },
      { path: "src/a.ts" },
      { path: "src/g.ts", type: "link", target: "src/a.ts" },
    ]);
    expect(tar.files).toEqual(["src/a.ts"]);
    expect(kinds(tar)).toEqual([
      "symlink src/b.ts",
      "symlink src/c.ts",
      ...["special-file src/d.ts", "special-file src/e.ts", "special-file src/f.ts"],
      "symlink src/g.ts",
    ]);
  });

  test("every file whose name differs from another only in case or accents", async () => {
    const paths = ["src/A.ts", "src/a.ts", "src/e\u0301.ts", "src/\u00e9.ts", "src/fine.ts"];
    const staged = await stageZip(paths.map((path) => ({ path, contents: path })));
    expect(staged.files).toEqual(["src/fine.ts"]);
    expect(staged.notes.map((one) => one.kind)).toEqual(Array(4).fill("collision"));
  });

  test("a file packed twice with different contents, and a file with the path of a folder", async () => {
    const staged = await stageTarGz([
      { path: "src/a.ts", contents: "1" },
      { path: "src/a.ts", contents: "2" },
      { path: "src/b.ts", contents: "1" },
      { path: "src/b.ts", contents: "1" },
      { path: "src/c.ts" },
      { path: "src/c.ts/d.ts" },
    ]);
    expect(staged.files).toEqual(["src/b.ts", "src/c.ts/d.ts"]);
    expect(kinds(staged)).toEqual(["collision src/a.ts", "collision src/a.ts", "collision src/c.ts"]);
  });

  test("a file that is too large, but not the files after it", async () => {
    const items = [{ path: "src/a.ts", contents: randomBytes(STAGING_LIMITS.maxFileBytes + 1) }, { path: "src/b.ts" }];
    for (const staged of [await stageZip(items), await stageTarGz(items)]) {
      expect(staged.files).toEqual(["src/b.ts"]);
      expect(staged.notes[0]?.message).toBe("src/a.ts was left out: it is larger than 2 MiB");
    }
  });

  test("paths that are too long or too deep", async () => {
    const deep = `src/${"d/".repeat(STAGING_LIMITS.maxDepth)}a.ts`;
    const long = `src/${"l".repeat(STAGING_LIMITS.maxPathLength)}.ts`;
    for (const staged of [
      await stageZip([{ path: deep }, { path: long }, { path: "src/a.ts" }]),
      await stageTree({ [deep]: "", [long]: "", "src/a.ts": "" }),
    ]) {
      expect(staged.files).toEqual(["src/a.ts"]);
      expect(staged.notes.map((one) => one.kind)).toEqual(["limit", "limit"]);
    }
  });

  test("a zip entry that is damaged or lies about its size, and files of a different kind", async () => {
    const staged = await stageZip([
      { path: "src/b.ts", contents: "abc", claimedCrc: 1 },
      { path: "src/c.ts", contents: "abcdef", claimedSize: 3 },
      { path: "src/d.py" },
      { path: "src/a.ts" },
    ]);
    expect(staged.files).toEqual(["src/a.ts"]);
    expect(kinds(staged)).toEqual(["unreadable src/b.ts", "unreadable src/c.ts", "wrong-kind src/d.py"]);
  });

  test("a hundred symlinks, with 50 notes and a count", async () => {
    const links = Array.from({ length: 100 }, (_, index) => ({ path: `src/${index}.ts`, mode: 0o120777 }));
    const staged = await stageZip([...links, { path: "src/a.ts" }]);
    expect(staged.notes.length).toBe(STAGING_LIMITS.maxNotes + 1);
    expect(staged.notes.at(-1)?.message).toBe("50 more were left out.");
  });
});
