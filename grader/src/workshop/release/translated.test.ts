import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { recordStep, withTexts } from "./translated.ts";

const ENGLISH = {
  "README.md":
    "# Attacks\n\n| part | points |\n| --- | ---: |\n| one | 9 |\n\n### 2.4 The attack (9 points)\n\nText.\n",
  "answers.md": "# Questions\n\n## W1 (4 points) Why?\n\n**Your answer**\n\n<!-- Write here. -->\n",
  "src/mnist/fgsm.ts": "export const f = 1; // TODO 2.4: climb\n",
  "src/words.ts": "const at = `${where} // line`; // The place.\nconst odd = /['`]/; // Quotes.\n",
  "package.json": "{}\n",
};
const GERMAN = {
  "README.md":
    "# Angriffe\n\n| Teil | Punkte |\n| --- | ---: |\n| eins | 9 |\n\n### 2.4 Der Angriff (9 Punkte)\n\nText.\n",
  "answers.md": "# Fragen\n\n## W1 (4 Punkte) Warum?\n\n**Your answer**\n\n<!-- Write here. -->\n",
  "src/mnist/fgsm.ts": "// Deutsch.\nexport const f = 1; // TODO 2.4: bergauf\n",
  "src/words.ts": "/** Der Ort. */\nconst at = `${where} // line`;\nconst odd = /['`]/; // Anführungszeichen.\n",
};
const filesOf = (texts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));

/** Records the German texts, changes either side, and says what a release with them has or why there is none. */
async function released(german: Readonly<Record<string, string>>, english: Readonly<Record<string, string>> = {}) {
  return inScratchFolder(async (folder) => {
    for (const [path, text] of Object.entries({ ...GERMAN, ...german })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    try {
      await recordStep(filesOf(ENGLISH), folder);
      const files = await withTexts(filesOf({ ...ENGLISH, ...english }), folder);
      return Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString("utf8")]));
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  });
}

test("translated texts take the place of ours, and nothing else changes", async () => {
  expect(await released({})).toEqual({ ...ENGLISH, ...GERMAN });
});

test("a text that has changed in English since is named", async () => {
  const english = { "README.md": ENGLISH["README.md"].replace("Text.", "Other text.") };
  expect(await released({}, english)).toContain("README.md: the English text is another than the one");
});

test.each<[what: string, german: Record<string, string>, words: string]>([
  ["points", { "README.md": GERMAN["README.md"].replace("(9", "(8") }, 'got "2.4: 8", expected "2.4: 9"'],
  ["a total", { "README.md": GERMAN["README.md"].replace("| 9", "| 7") }, 'got "7", expected "9"'],
  [
    "a place for an answer",
    { "answers.md": "## W1 (4 Punkte) Warum?\n" },
    "answers.md: the line **Your answer** is missing",
  ],
  [
    "the line above an answer",
    { "answers.md": GERMAN["answers.md"].replace("Your answer", "Deine Antwort") },
    "answers.md: the line **Your answer** is missing",
  ],
  ["code", { "src/mnist/fgsm.ts": "export const f = 2;\n" }, 'the code must stay: got "2", expected "1"'],
  ["a text", { "src/words.ts": GERMAN["src/words.ts"].replace("// line", "// Zeile") }, "the code must stay"],
  ["another file", { "package.json": "{}" }, "contains package.json, expected README.md, answers.md and files of src/"],
])("a translation that changes %s is refused", async (_, german, words) => {
  expect(await released(german)).toContain(words);
});
