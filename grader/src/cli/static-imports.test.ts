import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";

const GRADE = fileURLToPath(new URL("./grade.ts", import.meta.url));

/** The files and packages that a module loads before it does anything. */
async function loadedBy(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["vitest", "@tensorflow/*", "esbuild", "@actions/core"],
    logLevel: "silent",
  });
  return [...reachable(metafile, entry)];
}

function reachable({ inputs }: Metafile, entry: string): ReadonlySet<string> {
  const first = Object.keys(inputs).find((path) => entry.endsWith(path)) ?? "";
  const found = new Set<string>();
  const pending = [first];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const imports = inputs[path]?.imports ?? [];
    pending.push(...imports.filter(({ kind }) => kind !== "dynamic-import").map((one) => one.path));
  }
  return found;
}

test("a grade starts without tfjs and vitest, and without what renders answers or reads archives", async () => {
  const loaded = await loadedBy(GRADE);
  expect(loaded.length).toBeGreaterThan(100);
  const slow =
    /@tensorflow\/|vite|node_modules\/(?:marked|temml|sanitize-html|htmlparser2|postcss|yauzl|tar-stream|linkedom)\//;
  expect(loaded.filter((path) => slow.test(path))).toEqual([]);
});
