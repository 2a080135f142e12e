import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WITHOUT_NATIVE } from "@robustness-lab/fixtures/engine/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolationForOurs } from "./isolation/index.ts";
import { buildRuntime, copyRuntime, nativeViewOf, type Runtime } from "./runtime.ts";
import { runUnhindered } from "./testing/run-unhindered.ts";

/* The parts of a native engine inside the sandbox, on machines where one is installed. */

const best = await isolationForOurs();
const unless = WITHOUT_NATIVE ? ` (${WITHOUT_NATIVE})` : "";
let scratch: string;
let runtime: Runtime;

describe.skipIf(WITHOUT_NATIVE)(`the runtime of a native engine${unless}`, () => {
  beforeAll(async () => {
    scratch = await mkdtemp(join(await realpath(tmpdir()), "native-"));
    await mkdir(join(scratch, "submission"));
    runtime = await buildRuntime(join(scratch, "first/runtime"), "node");
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  test("re-exports every name of tfjs for submissions", async () => {
    const all = Object.keys(await import("@tensorflow/tfjs-core")).filter(
      (name) => !/^(default|module\.exports)$/.test(name),
    );
    const bundled = await readFile(join(runtime.folder, "tfjs-core.mjs"), "utf8");
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter((name) => !new RegExp(`\\b${name}\\b`).test(bundled))).toEqual([]);
  });

  test("contains the package, but neither its add-on nor TensorFlow, which are beside it", async () => {
    expect(await readdir(runtime.folder)).toContain(`${runtime.native?.entry}.mjs`);
    const copy = await copyRuntime(runtime, join(scratch, "second/runtime"));
    expect(await readdir(join(scratch, "second/native/deps/lib"))).toContain("libtensorflow.so.2.9.1");
    expect(copy.native).toEqual(runtime.native);
  });

  test.runIf(best.name === "bubblewrap")(
    `a sandbox shows only the package and the loader's libraries${unless}`,
    async () => {
      const code =
        'import { readdirSync } from "node:fs"; console.log(JSON.stringify(["/", "/lab", "/proc/self"].map((path) => readdirSync(path))));';
      await writeFile(join(runtime.folder, "probe.mjs"), code);
      const printed = await runUnhindered(best, {
        runtimeFolder: runtime.folder,
        runtimeEntry: "probe.mjs",
        submissionFolder: join(scratch, "submission"),
        engine: "node",
        ...(await nativeViewOf(runtime, "node")),
      });
      const [root, lab, self] = JSON.parse(printed) as string[][];
      expect(root?.filter((name) => !/^(lib|lib64|usr)$/.test(name))).toEqual(["dev", "lab", "proc", "tmp"]);
      expect(lab).toEqual(["native", "node", "runtime", "submission"]);
      expect(self).toEqual(["exe"]);
    },
  );
});
