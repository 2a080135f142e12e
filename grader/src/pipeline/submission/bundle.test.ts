import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ALL_EXERCISES } from "@robustness-lab/fixtures";
import { describe, expect, test } from "vitest";
import { STAGING_LIMITS } from "./staging-limits.ts";
import { bundle, bundleFrom, exportsOf, fgsmOf } from "./testing/bundling.ts";
import { makeFolder } from "./testing/folders.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";

test("the reference solution is bundled into one module per exercise file", async () => {
  const { modules, refusedImports, outFolder } = await bundleFrom(SOLUTION_FOLDER);
  const files = [...new Set(ALL_EXERCISES.map((exercise) => exercise.file))];
  const expected = files.map((file) => [
    file,
    { status: "ok", file: file.replace(/\.ts$/, ".mjs"), sources: expect.arrayContaining([`src/${file}`]) },
  ]);
  expect(modules).toEqual(Object.fromEntries(expected));
  expect(refusedImports).toEqual([]);
  expect((await readdir(outFolder)).sort()).toEqual(["linear", "mnist"]);
  expect(await readFile(join(outFolder, "mnist/fgsm.mjs"), "utf8")).toContain('from"../../runtime/tfjs-core.mjs"');
});

test("stacks name the file and line of the source, wherever the bundle is", async () => {
  const helper = "// a comment\nexport function fail(): never {\n  throw new Error('here');\n}\n";
  const text = 'import { fail } from "./helper.ts";\n\nexport const fgsm = () =>\n  fail();\n';
  const { outFolder } = await bundle({ "src/mnist/fgsm.ts": text, "src/mnist/helper.ts": helper });
  const script = `import(${JSON.stringify(join(outFolder, "mnist/fgsm.mjs"))}).then((m) => m.fgsm()).catch((e) => console.log(e.stack))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--enable-source-maps", "-e", script]);
  const frames = stdout.match(/src\/[^:()]+:\d+:\d+/g);
  expect(frames?.slice(0, 2)).toEqual(["src/mnist/helper.ts:3:9", "src/mnist/fgsm.ts:4:3"]);
});

/** UTF-16 with the high byte first. */
function swapped(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("text", () => {
  test("a byte order mark, CRLF and UTF-16 are accepted", async () => {
    const text = "\uFEFFexport const fgsm: number =\r\n  40 + 2;\r\n";
    for (const bytes of [Buffer.from(text), Buffer.from(text, "utf16le")]) {
      const built = await bundle({ "src/mnist/fgsm.ts": bytes });
      expect(await exportsOf(built, "mnist/fgsm.mjs")).toMatchObject({ fgsm: 42 });
    }
  });

  test("UTF-16 without a byte order mark, Latin-1 and Windows-1252 are accepted", async () => {
    const text = "export const fgsm = 'né';\n";
    for (const bytes of [Buffer.from(text, "utf16le"), Buffer.from(text, "latin1"), swapped(text)]) {
      expect(await exportsOf(await bundle({ "src/mnist/fgsm.ts": bytes }), "mnist/fgsm.mjs")).toEqual({ fgsm: "né" });
    }
    const euro = Buffer.concat([Buffer.from("export const fgsm = '"), Buffer.from([0x80]), Buffer.from("';")]);
    expect(await exportsOf(await bundle({ "src/mnist/fgsm.ts": euro }), "mnist/fgsm.mjs")).toEqual({ fgsm: "€" });
  });

  test("bytes that are no text are rejected with their line", async () => {
    expect(await fgsmOf(Buffer.from("\nexport const fgsm = '\x81';", "latin1"))).toMatchObject({
      message: "src/mnist/fgsm.ts:2: it is not text in UTF-8; save it as UTF-8",
    });
  });

  test("helpers can be imported as .js for .ts, without extension, and from JSON with a byte order mark", async () => {
    const built = await bundle({
      "src/mnist/fgsm.ts":
        'import a from "../a.js";\nimport b from "../b";\nimport { c } from "../c.json";\nexport const fgsm = [a, b, c];\n',
      "src/a.ts": "export default 1",
      "src/b/index.ts": "export default 2",
      "src/c.json": '\uFEFF{"c":3}',
    });
    expect(await exportsOf(built, "mnist/fgsm.mjs")).toMatchObject({ fgsm: [1, 2, 3] });
  });

  test("types can be imported from anywhere, since they are erased", async () => {
    const text =
      'import type { Stats } from "node:fs";\nimport { type Server } from "node:net";\nexport const fgsm = 1;';
    expect(await fgsmOf(text)).toMatchObject({ status: "ok" });
  });
});

describe("a mistake", () => {
  test("a syntax error affects its file and the files that import it", async () => {
    const { modules } = await bundle({
      "src/mnist/projections.ts": "export const a = 1;\nexport const b = ;\n",
      "src/mnist/pgd.ts": 'import { a } from "./projections.ts";\nexport const pgd = a;\n',
      "src/mnist/fgsm.ts": "export const fgsm = 1;\n",
    });
    const message = `src/mnist/projections.ts:2: Unexpected ";" (in: 'export const b = ;')`;
    const error = { status: "error", message, file: "src/mnist/projections.ts", line: 2 };
    expect(modules["mnist/projections.ts"]).toEqual(error);
    expect(modules["mnist/pgd.ts"]).toEqual(error);
    expect(modules["mnist/fgsm.ts"]).toMatchObject({ status: "ok" });
  });

  test("the message of a missing file names a similar file", async () => {
    const { modules } = await bundle({
      "src/mnist/metric.ts": "",
      "src/pgd.ts": "",
      "src/mnist/starts2.ts": "",
      "src/mnist/defense.ts": "",
      "src/linear/fgsm.ts": "",
      "src/mnist/train.py": "",
    });
    const messages = (file: string) => modules[file];
    expect(messages("mnist/metrics.ts")).toEqual({
      status: "missing",
      message: "src/mnist/metrics.ts is missing; found src/mnist/metric.ts",
    });
    expect(messages("mnist/pgd.ts")).toMatchObject({ message: "src/mnist/pgd.ts is missing; found src/pgd.ts" });
    expect(messages("mnist/starts.ts")).toMatchObject({ message: expect.stringContaining("src/mnist/starts2.ts") });
    expect(messages("mnist/defence.ts")).toMatchObject({ message: expect.stringContaining("src/mnist/defense.ts") });
    expect(messages("linear/l2.ts")).toMatchObject({
      message: "src/linear/l2.ts is missing; no file like it was found",
    });
  });

  test("the message of a missing file says what was left out in its place, and why", async () => {
    const { modules } = await bundle({
      "homework/src/mnist/fgsm.ts.bak": "",
      "homework/src/mnist/pgd.py": "",
      "homework/src/linear/l2.ts": `//${"x".repeat(STAGING_LIMITS.maxFileBytes)}`,
      "homework/src/linear/linf.ts": "",
    });
    const why = "only .ts, .js and .json files of src/ are read";
    expect(modules).toMatchObject({
      "mnist/fgsm.ts": {
        message: `src/mnist/fgsm.ts is missing; homework/src/mnist/fgsm.ts.bak was left out: ${why}`,
      },
      "mnist/pgd.ts": {
        message: `src/mnist/pgd.ts is missing; homework/src/mnist/pgd.py was left out: ${why}`,
      },
      "linear/l2.ts": {
        message: "src/linear/l2.ts is missing; homework/src/linear/l2.ts was left out: it is larger than 2 MiB",
      },
    });
  });

  test("a folder that is a link is the reason that its files are missing", async () => {
    const folder = await makeFolder({ "src/linear/l2.ts": "" });
    await symlink("linear", join(folder, "src/mnist"));
    const { modules } = await bundleFrom(folder);
    expect(modules["mnist/fgsm.ts"]).toMatchObject({
      message: "src/mnist/fgsm.ts is missing; src/mnist was left out: it is a link",
    });
  });

  test("the message of an import of a file that was left out says why", async () => {
    const { modules } = await bundle({
      "homework/src/mnist/fgsm.ts": 'import w from "./w.json";\nexport const fgsm = w;',
      "homework/src/mnist/w.json": "1".repeat(STAGING_LIMITS.maxFileBytes + 1),
    });
    expect(modules["mnist/fgsm.ts"]).toMatchObject({
      message: `src/mnist/fgsm.ts:1: the imported file "./w.json" is not there; homework/src/mnist/w.json was left out: it is larger than 2 MiB (in: 'import w from "./w.json";')`,
    });
  });

  test("the message of an import that differs only in case names the file", async () => {
    const { modules } = await bundle({
      "src/mnist/pgd.ts": 'import { a } from "./Helper.ts";\nexport const pgd = a;',
      "src/mnist/helper.ts": "export const a = 1;",
    });
    expect(modules["mnist/pgd.ts"]).toMatchObject({
      message: `src/mnist/pgd.ts:1: the imported file "./Helper.ts" does not exist; there is src/mnist/helper.ts, and capitals count (in: 'import { a } from "./Helper.ts";')`,
    });
  });

  test("the message of an import of a missing export names file and line", async () => {
    const { modules } = await bundle({
      "src/mnist/pgd.ts": 'import { b } from "./helper.ts";\nexport const pgd = b;',
      "src/mnist/helper.ts": "export const a = 1;",
    });
    expect(modules["mnist/pgd.ts"]).toMatchObject({
      status: "error",
      message: expect.stringContaining(
        'src/mnist/pgd.ts:1: No matching export in "src/mnist/helper.ts" for import "b"',
      ),
    });
  });
});

describe("an allowed import", () => {
  test.each([
    [
      'import { fgsm } from "@tensorflow/tfjs-core";',
      'No matching export in "@tensorflow/tfjs-core" for import "fgsm"',
    ],
    [
      'import tf from "@tensorflow/tfjs-core";',
      'No matching export in "@tensorflow/tfjs-core" for import "default"; write import * as tf from "@tensorflow/tfjs-core"',
    ],
  ])("of what the package does not export is a mistake in that line: %s", async (line, says) => {
    expect(await fgsmOf(`\n${line}\nexport const one = [${/\w+(?= })|tf/.exec(line)?.[0] ?? ""}];`)).toMatchObject({
      message: `src/mnist/fgsm.ts:2: ${says} (in: '${line}')`,
    });
  });

  test("of a namespace, of a type or of all exports is not one", async () => {
    const text = `import * as tf from "@tensorflow/tfjs-core";
import { Tensor2D } from "@tensorflow/tfjs-core";
export { Tensor3D } from "@tensorflow/tfjs-core";
export * from "@robustness-lab/fixtures";
export const fgsm = (x: Tensor2D) => (tf as any).missing ?? tf["abs"](x);`;
    expect(await fgsmOf(text)).toMatchObject({ status: "ok", sources: ["src/mnist/fgsm.ts"] });
  });

  test("is rewritten to a URL, an absolute path or a path relative to the bundle", async () => {
    const text = 'import * as tf from "@tensorflow/tfjs-core";\nexport const fgsm = tf.name;';
    const rewritten = async (path: string) => {
      const externals = { "@tensorflow/tfjs-core": { path, exports: ["name"] } };
      const built = await bundle({ "src/mnist/fgsm.ts": text }, { externals });
      return /from"([^"]+)"/.exec(await readFile(join(built.outFolder, "mnist/fgsm.mjs"), "utf8"))?.[1];
    };
    expect(await rewritten("file:///lab/tf.mjs")).toBe("file:///lab/tf.mjs");
    expect(await rewritten("/lab/tf.mjs")).toBe("/lab/tf.mjs");
    expect(await rewritten("../runtime/tf.mjs")).toBe("../../runtime/tf.mjs");
    expect(await rewritten("tf.mjs")).toBe("../tf.mjs");
  });

  test("is found there at run time", async () => {
    const built = await bundle({
      "src/mnist/fgsm.ts": 'import * as tf from "@tensorflow/tfjs-core";\nexport const fgsm = tf.name;',
    });
    const runtime = join(built.outFolder, "../runtime/tfjs-core.mjs");
    await mkdir(dirname(runtime), { recursive: true });
    await writeFile(runtime, 'export const name = "tfjs";');
    expect(await exportsOf(built, "mnist/fgsm.mjs")).toMatchObject({ fgsm: "tfjs" });
  });
});

describe("hostile code", () => {
  test("that never finishes compiling affects only its file", async () => {
    const endless = `export const fgsm = f${"<a".repeat(20_000)};`;
    const { modules } = await bundle(
      { "src/mnist/fgsm.ts": endless, "src/linear/l2.ts": "export const l2 = 1;" },
      { timeoutMs: 2000 },
    );
    expect(modules["mnist/fgsm.ts"]).toMatchObject({ message: "src/mnist/fgsm.ts: it takes too long to compile" });
    expect(modules["linear/l2.ts"]).toMatchObject({ status: "ok" });
  });

  test("that is too large to compile safely is refused", async () => {
    expect(await fgsmOf(`export const fgsm = ${"(".repeat(200_000)}`)).toMatchObject({
      message: "src/mnist/fgsm.ts: it is 196 KiB; source files over 128 KiB are not compiled",
    });
  });

  const map = Buffer.from('{"version":3,"sources":["src/mnist/pgd.ts"],"mappings":"AAAA","names":[]}').toString(
    "base64",
  );
  const naming = `sourceMappingURL=data:application/json;base64,${map}`;

  test.each([
    `//# ${naming}`,
    `//@ ${naming}`,
    `/*# ${naming} */`,
    `/*@ ${naming} */ 1;`,
    `/* a\n# ${naming}\nb */`,
    `// a # ${naming}`,
    `{ const text = "//# ${naming}"; text; }`,
    `{ const text = \`\n//# ${naming}\n\`; text; }`,
  ])("cannot attribute its errors to another file with a source map: %s", async (written) => {
    for (const name of ["fgsm.ts", "helper.js"]) {
      const text = `${written}\nexport const fgsm = () => {\n  throw new Error();\n};\n${written}`;
      const files = name === "fgsm.ts" ? {} : { "src/mnist/fgsm.ts": 'export { fgsm } from "./helper.js";' };
      const built = await bundle({ ...files, [`src/mnist/${name}`]: text });
      const bundled = await readFile(join(built.outFolder, "mnist/fgsm.mjs"), "utf8");
      const inlined = Buffer.from(bundled.slice(bundled.lastIndexOf("base64,") + 7), "base64").toString();
      expect(JSON.parse(inlined)).toMatchObject({ sources: [`submission:src/mnist/${name}`] });
    }
  });
});
