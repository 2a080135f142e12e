import { createHash } from "node:crypto";
import { readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { HAND_IN_LIMITS } from "@robustness-lab/fixtures/hand-in";
import { makeTarGz, makeZip } from "@robustness-lab/fixtures/corpus";
import { describe, expect, test } from "vitest";
import { inspectSubmission, stageSubmission } from "./stage.ts";
import { makeFile, makeFolder, temporaryFolder, type Tree } from "./testing/folders.ts";

const PNG = Buffer.from("\u0089PNG\r\n\u001a\n, and what it shows", "latin1");
const JPEG = Buffer.from("\u00ff\u00d8\u00ff\u00e0, and what it shows", "latin1");
const ANSWERS = "# W1\n![](figures/my%20plot.png)\n![a](<Übung.JPG>)\n";
const TREE = {
  "src/mnist/fgsm.ts": "",
  "figures/my plot.png": PNG,
  "figures/unnamed.png": PNG,
  "Übung.jpg": JPEG,
  "answers.md": ANSWERS,
};

async function stage(source: string) {
  const folder = await temporaryFolder();
  const staged = await stageSubmission(source, join(folder, "files"), join(folder, "pictures"));
  if (staged.status === "problem") throw new Error(staged.message);
  const names = await readdir(join(folder, "pictures")).catch(() => []);
  const copies = names.map(async (name) => [name, await readFile(join(folder, "pictures", name))] as const);
  return { ...staged, copies: Object.fromEntries(await Promise.all(copies)) };
}

const messages = async (tree: Tree) => (await stage(await makeFolder(tree))).notes.map(({ message }) => message);

describe("pictures that answers.md names", () => {
  test("are copied from a folder, a zip and a tar.gz alike, apart from the files that the sandbox gets", async () => {
    const items = Object.entries(TREE).map(([path, contents]) => ({ path: `lab/${path}`, contents }));
    for (const source of [
      await makeFolder(TREE),
      await makeFile("lab.zip", makeZip(items)),
      await makeFile("lab.tar.gz", await makeTarGz(items.reverse())),
    ]) {
      const staged = await stage(source);
      expect(staged).toMatchObject({
        files: ["answers.md", "src/mnist/fgsm.ts"],
        pictures: [
          { path: "figures/my plot.png", file: "answers-picture-1.png" },
          { path: "Übung.jpg", file: "answers-picture-2.jpg" },
        ],
        copies: { "answers-picture-1.png": PNG, "answers-picture-2.jpg": JPEG },
        notes: [],
      });
      expect((await readdir(staged.folder)).sort()).toEqual(["answers.md", "src"]);
      expect((await inspectSubmission(source)).sha256).toBe(staged.sha256);
    }
  });

  test("count for the digest, unlike others", async () => {
    const digests = [TREE, { ...TREE, "figures/my plot.png": JPEG }, { ...TREE, "figures/unnamed.png": JPEG }].map(
      async (tree) => (await inspectSubmission(await makeFolder(tree))).sha256,
    );
    const [own, other, same] = await Promise.all(digests);
    expect(other).not.toBe(own);
    expect(same).toBe(own);
  });

  test("may be in src/, where other pictures are noted", async () => {
    const tree = { "src/a.ts": "", "src/a.png": PNG, "src/b.png": PNG, "answers.md": "![](src/a.png)" };
    expect(await messages(tree)).toEqual(["src/b.png was left out: only .ts, .js and .json files of src/ are read"]);
  });
});

describe("a note names", () => {
  test.each([
    ["a missing picture", "![](no.png)", {}, "no.png of answers.md (line 1) was left out: there is no such file"],
    ["a picture that only looks like one", "![](a.png)", { "a.png": "<svg>" }, /^a.png .*: it is not a PNG, JPEG/],
    ["a picture above the limit", "![](a.png)", { "a.png": large(PNG) }, /^a.png .*: it is larger than 5 MiB/],
    ["a hostile path", "![](../../etc/x.png)", {}, /^..\/..\/etc\/x.png .*: it is outside the folder of answers.md/],
    ["a hostile text", "![](a was graded\u001b[31m.png)", {}, /^'a was graded\\x1B\[31m.png' of answers.md/],
  ])("%s", async (_, answers, files, expected) => {
    const notes = await messages({ "src/a.ts": "", "answers.md": answers, ...files });
    expect(notes.map((note) => note.replace("The picture ", ""))).toEqual([
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    ]);
  });

  test("a link, which is not followed", async () => {
    const folder = await makeFolder({ "src/a.ts": "", "answers.md": "![](a.png)" });
    await symlink(await makeFile("secret.png", PNG), join(folder, "a.png"));
    const staged = await stage(folder);
    expect(staged.pictures).toEqual([]);
    expect(staged.notes.map(({ message }) => message)).toEqual([
      "The picture a.png of answers.md (line 1) was left out: it is a link",
    ]);
  });

  test("a picture that is in an archive twice, or damaged", async () => {
    const png = { path: "a.png", contents: PNG };
    const rest = [{ path: "src/a.ts" }, { path: "answers.md", contents: "![](a.png)" }];
    const twice = await stage(await makeFile("a.zip", makeZip([png, png, ...rest])));
    expect(twice.notes[0]?.message).toMatch(/it is there twice$/);
    const zip = makeZip([png, ...rest]);
    zip.write("WRONG", zip.indexOf("a.png") + 10);
    expect((await stage(await makeFile("a.zip", zip))).notes[0]?.message).toMatch(/it cannot be read \(damaged/);
  });
});

test("pictures that deflate well, and 150 MiB of pictures that nothing names, do not make a submission unreadable", async () => {
  const white = Buffer.concat([PNG, Buffer.alloc(HAND_IN_LIMITS.maxPictureBytes - PNG.length)]);
  const others = Array.from({ length: 30 }, (_, index) => ({ path: `${index}.png`, contents: white }));
  const rest = [{ path: "src/a.ts" }, { path: "answers.md", contents: "![](7.png)" }];
  const staged = await stage(await makeFile("a.zip", makeZip([...others, ...rest])));
  expect(staged).toMatchObject({ notes: [], pictures: [{ path: "7.png" }] });
  expect(
    createHash("sha256")
      .update(staged.copies["answers-picture-1.png"] ?? "")
      .digest("hex"),
  ).toBe(createHash("sha256").update(white).digest("hex"));
});

test.each(
  [
    "![",
    "[",
    "[a\\[",
    "![a](",
    "](((",
    "`",
    "``a`",
    "<!--",
    "<img ",
    "<img src='",
    "[a]: ",
    " ",
    '![](a "',
    "![](\\",
    "\\",
    "![](x.png)\n",
  ]
    .flatMap((part) => [part, `${part}x`, `![${part}`])
    .map((part) => [part]),
)("answers.md with %j two million characters long is read", async (part) => {
  const answers = part.repeat(Math.floor(HAND_IN_LIMITS.maxFileBytes / part.length));
  const read = await inspectSubmission(await makeFolder({ "src/a.ts": "", "answers.md": answers }));
  expect(read.status).toBe("staged");
});

function large(start: Buffer): Buffer {
  return Buffer.concat([start, Buffer.alloc(HAND_IN_LIMITS.maxPictureBytes)]);
}
