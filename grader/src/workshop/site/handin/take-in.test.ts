import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { replacedBy, takeInZip } from "./take-in.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The paths and texts that are taken in of a zip of these files. */
function taken(files: Readonly<Record<string, string>>) {
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytes(text)])));
  return takeInZip(zip);
}

test("takes in what is handed in, and says what it leaves out", () => {
  const { files, leftOut } = taken({
    "src/mnist/fgsm.ts": "export {};",
    "Answers.md": "## W1",
    "figures/a.png": "png",
    "src/notes.txt": "no code",
    "tests/mine.test.ts": "not handed in",
    "package.json": "{}",
  });
  expect(Object.keys(files)).toEqual(["src/mnist/fgsm.ts", "answers.md", "figures/a.png"]);
  expect(files["answers.md"]).toBe("## W1");
  expect(files["figures/a.png"]).toEqual(bytes("png"));
  expect(leftOut).toEqual(["src/notes.txt", "tests/mine.test.ts", "package.json"]);
});

test("finds src/ one folder deeper, and ignores packages and what an operating system adds", () => {
  const { files, leftOut } = taken({
    "robustness-lab/src/linear/l2.ts": "mine",
    "robustness-lab/answers.md": "answers",
    "robustness-lab/node_modules/a/src/index.ts": "theirs",
    "__MACOSX/robustness-lab/src/linear/._l2.ts": "junk",
  });
  expect(files).toEqual({ "src/linear/l2.ts": "mine", "answers.md": "answers" });
  expect(leftOut).toEqual([]);
});

test("says what is wrong with a zip that is none, or has no src/", () => {
  expect(() => takeInZip(bytes("no zip"))).toThrow("this is no zip that can be read");
  expect(() => taken({ "readme.txt": "hello" })).toThrow("there is no folder src/ with .ts files in it");
});

test("does not unpack an entry that is far too large", () => {
  const { files } = takeInZip(zipSync({ "src/a.ts": bytes("ok"), "src/b.ts": new Uint8Array(6 * 2 ** 20) }));
  expect(Object.keys(files)).toEqual(["src/a.ts"]);
});

test("ends lines as the editor does, whose positions count an end as one character", () => {
  const { files } = taken({ "src/a.ts": "const a = 1;\r\nconst b = 2;\r\n" });
  expect(files).toEqual({ "src/a.ts": "const a = 1;\nconst b = 2;\n" });
});

test("a file that would get another text is replaced, and one that is new or the same is not", () => {
  const mine: Readonly<Record<string, string>> = { "src/a.ts": "1", "answers.md": "## W1" };
  const zip = taken({ "src/a.ts": "2", "src/new.ts": "3", "answers.md": "## W1" });
  expect(replacedBy(zip, { read: (path) => mine[path] })).toEqual(["src/a.ts"]);
});
