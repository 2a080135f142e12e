import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { z } from "zod";
import { UsageError } from "../../shared/errors.ts";
import { pathInWords } from "../../shared/quote.ts";
import type { Files } from "./contents.ts";
import { readFiles } from "./read-files.ts";

/*
 * Translated texts: a folder with README.md, answers.md and files of src/ with translated comments, which take the place of
 * ours in a release. in-step.json in it says from which texts they were translated.
 */

const STEP_FILE = "in-step.json";
const STEPS = z.record(z.string(), z.string());
/** The line that an answer begins below. */
const YOUR_ANSWER = "**Your answer**";
const TRANSLATED = /^(?:README\.md|answers\.md|src\/.+\.ts)$/;

/** The release with the texts of a folder. @throws UsageError that names every text that is out of step */
export async function withTexts(release: Files, folder: string): Promise<Files> {
  const texts = await readTexts(release, folder);
  const steps = await readSteps(folder);
  const problems = [...texts].flatMap(([path, bytes]) => {
    const original = bytesAt(release, path);
    const isInStep = steps[path] === digestOf(original);
    return problemsIn(textOf(original), textOf(bytes), path).concat(isInStep ? [] : [OUT_OF_STEP(path)]);
  });
  if (problems.length > 0) throw new UsageError([`the texts in ${pathInWords(folder)}:`, ...problems].join("\n  "));
  return new Map([...release, ...texts]);
}

/** Records that all texts of a folder are translations of those of the release as they are now. @returns their number */
export async function recordStep(release: Files, folder: string): Promise<number> {
  const texts = await readTexts(release, folder);
  const steps = Object.fromEntries([...texts.keys()].map((path) => [path, digestOf(bytesAt(release, path))]));
  await writeFile(join(folder, STEP_FILE), `${JSON.stringify(steps, null, 2)}\n`);
  return texts.size;
}

const OUT_OF_STEP = (path: string): string =>
  `${path}: the English text is another than the one it was translated from: translate what changed, then --in-step`;

async function readTexts(release: Files, folder: string): Promise<Files> {
  const found = await readFiles(folder).catch((cause: unknown) => {
    throw new UsageError(`${pathInWords(folder)} is not a readable folder`, { cause });
  });
  const texts = new Map([...found].filter(([path]) => path !== STEP_FILE));
  const odd = [...texts.keys()].filter((path) => !TRANSLATED.test(path) || !release.has(path));
  if (odd.length === 0 && texts.size > 0) return texts;
  const got = odd.length === 0 ? "nothing" : odd.join(", ");
  const expected = "README.md, answers.md and files of src/, each with the path that it has in a release";
  throw new UsageError(`${pathInWords(folder)} contains ${got}, expected ${expected}`);
}

async function readSteps(folder: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(folder, STEP_FILE), "utf8").catch(() => "{}");
  try {
    return STEPS.parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`${STEP_FILE} cannot be read: make it again with --in-step`, { cause });
  }
}

/** What must be the same in both languages: the code, or numbers, points and places for answers. */
function problemsIn(original: string, translated: string, path: string): readonly string[] {
  const [read, what] = path.endsWith(".ts") ? [tokensOf, "code"] : [skeletonOf, "numbers"];
  const [ours, theirs] = [read(original), read(translated)];
  const at = ours.findIndex((each, index) => each !== theirs[index]);
  if (at < 0 && theirs.length === ours.length) return [];
  if (ours[at] === YOUR_ANSWER && theirs[at] !== YOUR_ANSWER) {
    return [`${path}: the line ${YOUR_ANSWER} is missing: it stays English, because tools look for it`];
  }
  const [expected = "the end", got = "the end"] = at < 0 ? [undefined, theirs[ours.length]] : [ours[at], theirs[at]];
  return [`${path}: the ${what} must stay: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`];
}

/** Everything but comments and space: the leaves of the tree, because a bare scanner takes `}` of a template for a brace. */
function tokensOf(text: string): readonly string[] {
  const tree = ts.createSourceFile("", text, ts.ScriptTarget.Latest, true);
  const leavesIn = (node: ts.Node): readonly string[] => {
    if (ts.isJSDoc(node)) return [];
    const children = node.getChildren();
    return children.length === 0 ? [node.getText()] : children.flatMap(leavesIn);
  };
  return leavesIn(tree).filter((token) => token !== "");
}

/** The numbers and points of headings and tables of points, code blocks, and the lines that an answer begins with. */
function skeletonOf(text: string): readonly string[] {
  const parts =
    /^#{2,3} (W?\d\S*) .*?\(?(\d+) \p{L}+\).*$|^#{2,3} (W\d+) \((\d+).*$|^\|.*\| +\**(\d+)\** \|$|^```[^]*?^```|^\*\*Your answer\*\*$|^<!--.*-->$/gmu;
  return [...text.matchAll(parts)].map(([whole, ...groups]) => {
    const numbers = (groups as readonly (string | undefined)[]).filter((group) => group !== undefined);
    return numbers.length === 0 ? whole : numbers.join(": ");
  });
}

function bytesAt(release: Files, path: string): Uint8Array {
  const bytes = release.get(path);
  if (bytes === undefined) throw new Error(`${path} is checked before`);
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8").replaceAll("\r\n", "\n");
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(textOf(bytes)).digest("hex");
}
