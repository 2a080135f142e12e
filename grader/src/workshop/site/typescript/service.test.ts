import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ROOT } from "../../../shared/paths.ts";
import { collectTypes } from "../build/collect-types.ts";
import { makeLanguageService, type LanguageService } from "./service.ts";

const TEMPLATE = join(ROOT, "template");
const FGSM = "src/mnist/fgsm.ts";
const paths = readdirSync(join(TEMPLATE, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => `src/${path.replaceAll("\\", "/")}`);
const stubs = Object.fromEntries(paths.map((path) => [path, readFileSync(join(TEMPLATE, path), "utf8")]));

let service: LanguageService;
beforeAll(() => {
  service = makeLanguageService(collectTypes(ROOT), stubs);
});

/** Replaces the stub of fgsm by a line, and returns where that line is. */
function write(line: string): number {
  const text = stubs[FGSM]!.replace(/^.*throw new NotImplementedError.*$/m, line);
  service.update(FGSM, text);
  return text.indexOf(line);
}

test("the stubs have no problem", () => {
  expect(paths.flatMap((path) => service.problems(path))).toEqual([]);
});

test("ops nest without annotations, as in a student's package", () => {
  write("  return tf.clipByValue(tf.add(images, tf.mul(epsilon, tf.sign(images))), 0, 1);");
  expect(service.problems(FGSM)).toEqual([]);
});

test("a wrong type of TensorFlow.js is a problem, with its place", () => {
  const at = write("  return tf.grad(images);");
  const [first] = service.problems(FGSM);
  expect(first?.message).toContain("Tensor4D");
  expect(first?.from).toBeGreaterThanOrEqual(at);
});

test("an import without its extension is a problem, as in Node", () => {
  service.update("src/own.ts", 'import { hingeLoss } from "./linear/losses";\nconsole.log(hingeLoss);\n');
  expect(service.problems("src/own.ts").map(({ message }) => message)).toEqual([
    expect.stringContaining("explicit file extensions"),
  ]);
  service.remove("src/own.ts");
});

test("names of TensorFlow.js and of the fixtures are completed and explained", () => {
  const at = write("  return tf.");
  const names = service.complete(FGSM, at + "  return tf.".length).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["sign", "clipByValue", "grad"]));
  expect(service.explainCompletion(FGSM, at + "  return tf.".length, "grad")).toContain("gradient of `f(x)`");
  const text = stubs[FGSM]!;
  service.update(FGSM, text);
  expect(service.explain(FGSM, text.indexOf("assertFinite"))?.text).toContain("function assertFinite(name: string");
});

test("a definition is found in another file of the student, and not in a package", () => {
  const text =
    'import { hingeLoss } from "./linear/losses.ts";\nimport { assertShape } from "@robustness-lab/fixtures";\n';
  service.update("src/own.ts", text);
  expect(service.definition("src/own.ts", text.indexOf("hingeLoss"))).toEqual({
    path: "src/linear/losses.ts",
    at: stubs["src/linear/losses.ts"]!.indexOf("hingeLoss(margins"),
  });
  expect(service.definition("src/own.ts", text.indexOf("assertShape"))).toBeNull();
  service.remove("src/own.ts");
});

test("formatting indents by two", () => {
  service.update("src/own.ts", "export function f( ) {\nreturn   1\n}\n");
  const edits = service.format("src/own.ts");
  let text = "export function f( ) {\nreturn   1\n}\n";
  for (const { from, to, text: by } of [...edits].sort((a, b) => b.from - a.from)) {
    text = text.slice(0, from) + by + text.slice(to);
  }
  expect(text).toBe("export function f() {\n  return 1\n}\n");
  service.remove("src/own.ts");
});

test("renaming a file edits the imports of it", () => {
  const edits = service.renameFile("src/linear/losses.ts", "src/linear/margin-losses.ts");
  expect(Object.keys(edits)).toEqual(["src/index.ts"]);
  expect(edits["src/index.ts"]?.[0]?.text).toBe("./linear/margin-losses.ts");
});

test("a file may become empty and come back", () => {
  service.update("src/own.ts", "");
  expect(service.problems("src/own.ts")).toEqual([]);
  service.update("src/own.ts", "export const a: string = 1;\n");
  expect(service.problems("src/own.ts")).toHaveLength(1);
  service.remove("src/own.ts");
  expect(service.problems("src/own.ts")).toEqual([]);
});
