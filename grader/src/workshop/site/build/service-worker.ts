import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readFiles } from "../../release/read-files.ts";

const SOURCES = fileURLToPath(new URL("../service-worker/", import.meta.url));
/** Only trainings, and browsers with a graphics card, need these. They are stored when they are first asked for. */
const LATER = /^data\/train\.bin$|backend-webg|^\.nojekyll$/;

/** Writes the service worker, which knows all files of the site, and the script that registers it. */
export async function writeServiceWorker(folder: string): Promise<void> {
  const files = [...(await readFiles(folder))];
  const digest = createHash("sha256");
  for (const [path, bytes] of files) digest.update(`${path}\0`).update(bytes);
  const stored = files.map(([path]) => path).filter((path) => !LATER.test(path));
  await build({
    entryPoints: ["service-worker.ts", "isolate.ts"].map((name) => join(SOURCES, name)),
    outdir: folder,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    define: {
      BUILD: JSON.stringify(digest.digest("hex").slice(0, 16)),
      FILES: JSON.stringify([...stored, "isolate.js"]),
    },
  });
}
