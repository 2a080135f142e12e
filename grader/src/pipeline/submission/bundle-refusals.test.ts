import { describe, expect, test } from "vitest";
import { bundle, fgsmOf } from "./testing/bundling.ts";

const ALLOWED = "allowed are relative files of src/, @tensorflow/tfjs-core, @robustness-lab/fixtures";

describe("refused imports", () => {
  test.each([
    ["a module of Node", 'import { readFileSync } from "node:fs";\nexport const fgsm = readFileSync;', "node:fs", 1],
    [
      "a module of Node without node:",
      '\nimport cp from "child_process";\nexport const fgsm = cp;',
      "child_process",
      2,
    ],
    ["a bare import", 'import "node:net";', "node:net", 1],
    ["a re-export", '\n\nexport * from "node:os";', "node:os", 3],
    ["another package", 'import { expect } from "vitest";\nexport const fgsm = expect;', "vitest", 1],
    ["the solution", 'export * from "@robustness-lab/solution";', "@robustness-lab/solution", 1],
    ["a part of the fixtures", 'export * from "@robustness-lab/fixtures/mnist";', "@robustness-lab/fixtures/mnist", 1],
    ["an absolute path", 'export * from "/etc/passwd.ts";', "/etc/passwd.ts", 1],
    ["a file URL", 'export * from "file:///etc/x.ts";', "file:///etc/x.ts", 1],
    ["the web", 'export * from "https://example.org/x.js";', "https://example.org/x.js", 1],
    ["a data URL", 'export * from "data:text/javascript,1";', "data:text/javascript,1", 1],
    ["a way out of src/", 'export * from "../../answers.md";', "../../answers.md", 1],
    ["a long way out", 'export * from "../../../../../etc/passwd";', "../../../../../etc/passwd", 1],
    ["a package.json alias", 'export * from "#evil";', "#evil", 1],
    ["a tsconfig path", 'export * from "@lib/evil";', "@lib/evil", 1],
    ["import() of a name", 'export const fgsm = () => import("node:fs");', "node:fs", 1],
  ])("%s", async (_, text, specifier, line) => {
    const { modules, refusedImports } = await bundle({
      "src/mnist/fgsm.ts": text,
      "package.json": '{"imports":{"#evil":"./evil.ts"}}',
      "tsconfig.json": '{"compilerOptions":{"paths":{"@lib/*":["./*"]}}}',
      "evil.ts": "",
      "src/linear/l2.ts": "",
    });
    const message = `src/mnist/fgsm.ts:${line}: import of "${specifier}" is not allowed; ${ALLOWED}`;
    expect(modules["mnist/fgsm.ts"]).toMatchObject({
      status: "error",
      line,
      message: expect.stringContaining(message),
    });
    expect(refusedImports).toEqual([{ file: "src/mnist/fgsm.ts", line, specifier }]);
    expect(modules["linear/l2.ts"]).toMatchObject({ status: "ok" });
  });

  test.each([
    ["a variable", "export const fgsm = (name: string) =>\n  import(name);"],
    ["a template", "export const fgsm = (name: string) =>\n  import(`../../../../../../${name}`);"],
    ["a concatenation", 'export const fgsm = (name: string) =>\n  import("./" + name + ".ts");'],
    ["a spread", "export const fgsm = async (name: string) => [\n  ...(await import(`./${name}`)).default];"],
    [
      "require of a concatenation",
      'declare const require: any; export const fgsm = (name: string) =>\n  require("../" + name);',
    ],
    ["require of a variable", "declare const require: any; export const fgsm = (name: string) =>\n  require(name);"],
  ])("import of a computed name: %s", async (_, text) => {
    expect(await fgsmOf(text)).toMatchObject({
      message: expect.stringMatching(/^src\/mnist\/fgsm\.ts:2: import\(\) and require\(\) of a computed name/),
    });
  });

  test.each([
    ["require", 'export const fgsm = require("fs");'],
    ["import =", 'import fs = require("fs");\nexport const fgsm = fs.read;'],
    ["require of a file", 'export const fgsm = require("./pgd.ts");'],
  ])("%s", async (_, text) => {
    expect(await fgsmOf(text)).toMatchObject({ line: 1, message: expect.stringContaining("require() is not allowed") });
  });

  test("require passed as a value", async () => {
    expect(await fgsmOf("const load = require;\nexport const fgsm = load;")).toMatchObject({
      status: "error",
      line: 1,
    });
  });

  test("all of tfjs: the message names the part to import", async () => {
    expect(await fgsmOf('import * as tf from "@tensorflow/tfjs";\nexport const fgsm = tf.grad;')).toMatchObject({
      message: expect.stringContaining("; import @tensorflow/tfjs-core in its place"),
    });
  });
});
