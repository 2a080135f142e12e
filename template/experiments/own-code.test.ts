import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { hindranceOf, importOwnCode } from "./own-code.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let source: string;

beforeEach(async () => {
  // Inside of the repository, so that Node finds its packages.
  const folder = await mkdtemp(join(ROOT, "node_modules/.own-code-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  source = join(folder, "src");
  await cp(join(ROOT, "template/src"), source, { recursive: true });
});

/** What calling a function with nothing says. */
async function hindranceIn(name: "crossEntropy" | "pgd" | "fgsm") {
  const { functions } = await importOwnCode(source);
  try {
    return functions[name]({} as never, {} as never);
  } catch (error) {
    return hindranceOf(error, source);
  }
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(join(source, file), text);
}

test("a stub names its exercise", async () => {
  await write("mnist/fgsm.ts", (await readFile(join(source, "mnist/fgsm.ts"), "utf8")).replace(/^ {2}assert.*$/gm, ""));
  expect(await hindranceIn("fgsm")).toEqual({ waitsFor: "2.4 fgsm" });
});

test("an error has its place below src/, without the folders above", async () => {
  await write("mnist/pgd.ts", `export function pgd(): never {\n  throw new TypeError("no\\n  shape");\n}\n`);
  expect(await hindranceIn("pgd")).toEqual({
    error: expect.stringMatching(/^TypeError: no shape \(src\/mnist\/pgd\.ts:2:\d+\)$/),
  });
});

test("a file that does not load, or lacks a function, stops only what needs it", async () => {
  await write("linear/svm.ts", "export const a = (;\n");
  await write("mnist/fgsm.ts", "export const other = 1;\n");
  await write("mnist/pgd.ts", "export const pgd = (;\n");
  await write("mnist/metrics.ts", "export const crossEntropy = () => 7;\n");
  expect(await hindranceIn("crossEntropy")).toBe(7);
  expect(await hindranceIn("fgsm")).toEqual({ error: "Error: mnist/fgsm.ts does not export fgsm" });
  const { error } = (await hindranceIn("pgd")) as unknown as { readonly error: string };
  expect(error).toMatch(/^Error: mnist\/pgd\.ts does not load: /);
  expect(error).not.toContain("\n");
});

test("the digest changes with any file of Problem 2, but not with line ends, tests or Problem 1", async () => {
  const digest = async () => (await importOwnCode(source)).digest;
  const before = await digest();
  await write("linear/l2.ts", "export {};\n");
  await write("mnist/train.test.ts", "export {};\n");
  await write("mnist/pgd.ts", (await readFile(join(source, "mnist/pgd.ts"), "utf8")).replaceAll("\n", "\r\n"));
  expect(await digest()).toBe(before);
  await write("mnist/helper.ts", "export {};\n");
  expect(await digest()).not.toBe(before);
});
