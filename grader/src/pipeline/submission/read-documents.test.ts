import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeZip } from "@robustness-lab/fixtures/corpus";
import { expect, test } from "vitest";
import { readSubmission } from "./read-submission.ts";
import { makeFile, makeFolder, temporaryFolder } from "./testing/folders.ts";

async function read(source: string) {
  const pictures = join(await temporaryFolder(), "copies");
  const staged = await readSubmission(source, { pictures });
  if (staged.status !== "staged") throw new Error(staged.message);
  return { ...staged, copyOf: async (file: string) => readFile(join(pictures, file), "utf8") };
}

test("documents are kept in order, wherever they lie, and named", async () => {
  const tree = { "src/a.ts": "1", "answers.PDF": "a pdf", "written/part.docx": "a docx" };
  const { documents, notes, copyOf } = await read(await makeFolder(tree));
  expect(documents).toEqual([
    { path: "answers.PDF", file: "answers-document-1.pdf" },
    { path: "written/part.docx", file: "answers-document-2.docx" },
  ]);
  expect(await copyOf("answers-document-1.pdf")).toBe("a pdf");
  expect(await copyOf("answers-document-2.docx")).toBe("a docx");
  expect(notes.map(({ message }) => message)).toEqual([
    expect.stringContaining("answers.PDF looks like the written part"),
    expect.stringContaining("written/part.docx looks like the written part"),
  ]);
});

test("a document beside an archive with the sources is kept, too", async () => {
  const inner = makeZip([{ path: "src/a.ts", contents: "1" }]);
  const outer = makeZip([
    { path: "homework.zip", contents: inner },
    { path: "answers.pdf", contents: "a pdf" },
  ]);
  const { documents, copyOf } = await read(await makeFile("upload.zip", outer));
  expect(documents).toEqual([{ path: "answers.pdf", file: "answers-document-1.pdf" }]);
  expect(await copyOf("answers-document-1.pdf")).toBe("a pdf");
});

test("another document is another submission; at most five are kept, and none that is too large", async () => {
  const one = await read(await makeFolder({ "src/a.ts": "1", "a.pdf": "1" }));
  const two = await read(await makeFolder({ "src/a.ts": "1", "a.pdf": "2" }));
  expect(one.sha256).not.toBe(two.sha256);
  const many = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`${index}.pdf`, "x"]));
  expect((await read(await makeFolder({ "src/a.ts": "1", ...many }))).documents.length).toBe(5);
  const large = { "src/a.ts": "1", "large.pdf": "x".repeat(21 * 1024 * 1024), "small.pdf": "x" };
  const { documents, notes } = await read(await makeFolder(large));
  expect(documents).toEqual([{ path: "small.pdf", file: "answers-document-1.pdf" }]);
  expect(notes.length).toBe(2);
});
