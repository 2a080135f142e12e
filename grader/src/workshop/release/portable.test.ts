import { expect, test } from "vitest";
import { readRelease } from "./write-release.ts";

/* Students use the release on Windows and macOS, too. .github/workflows/students.yml runs it there. */

const files = await readRelease();
const paths = [...files.keys()];
const textOf = (path: string): string => Buffer.from(files.get(path) ?? "").toString();
/** Names of devices, which Windows reserves with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

test("every path can be written on Windows", () => {
  const odd = paths.filter((path) =>
    path.split("/").some((name) => /[<>:"\\|?*\0-\x1f]|[. ]$/.test(name) || DEVICE.test(name)),
  );
  expect(odd).toEqual([]);
  // The limit is 260 with the student's own folders before it.
  expect(paths.filter((path) => path.length > 100)).toEqual([]);
});

test("no two paths differ only in case, which Windows and macOS ignore", () => {
  const lower = paths.map((path) => path.toLowerCase());
  expect(lower.filter((path, index) => lower.indexOf(path) !== index)).toEqual([]);
});

test("every script is a program with plain arguments, which sh and cmd read alike", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
  const plain = /^(node|tsx|tsc|vitest)( [\w./:-]+)*$/;
  expect(Object.values(scripts).filter((script) => !plain.test(script))).toEqual([]);
});

test("no file starts a program through a shell or names a folder of one system", () => {
  const code = paths.filter((path) => /\.(ts|js|mjs)$/.test(path) && !path.includes(".generated."));
  const posix = /\bshell: true|["'`](\/tmp|\/dev|\/usr|\/bin)\/|\bexecSync\(|\.getuid!?\(/;
  expect(code.filter((path) => posix.test(textOf(path)))).toEqual([]);
});

test("a path is made from a URL by fileURLToPath, since C: is no part of a URL's path", () => {
  const code = paths.filter((path) => path.endsWith(".ts") && !path.startsWith("lab/page/"));
  expect(code.filter((path) => /new URL\([^)]*import\.meta\.url\)\.pathname/.test(textOf(path)))).toEqual([]);
});

test("every file but weights and pictures is text, so git may convert its line ends", () => {
  const binary = paths.filter((path) => files.get(path)?.includes(0));
  expect(binary.filter((path) => !/\.(f32|png)$/.test(path))).toEqual([]);
});
