/*
 * `npm run lab`: bundles the server, the page and the workers, and runs the server. Plain JavaScript, because loading TypeScript file by
 * file takes longer than everything else.
 *
 * A bundle is cached by the paths, sizes and times of all sources, and by the installed packages.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const LAB = fileURLToPath(new URL("../", import.meta.url));
const PACKAGES = nearestPackages(LAB);
const FIXTURES = join(createRequire(import.meta.url).resolve("@robustness-lab/fixtures"), "../..");
const SOURCES = [LAB, join(LAB, "../experiments"), join(FIXTURES, "src"), join(FIXTURES, "engine")];
const BUNDLES = join(PACKAGES, ".cache/lab");

const folder = join(BUNDLES, keyOf(SOURCES));
if (existsSync(folder)) utimesSync(folder, new Date(), new Date());
else await (await import("./write-bundle.mjs")).writeBundle(folder, { lab: LAB, fixtures: FIXTURES });
const { serve } = await import(pathToFileURL(join(folder, "server.mjs")).href);
await serve(process.argv.slice(2), join(folder, "public"));

/** The nearest node_modules folder, searching upwards. */
function nearestPackages(from) {
  const packages = join(from, "node_modules");
  if (existsSync(packages) || dirname(from) === from) return packages;
  return nearestPackages(dirname(from));
}

function keyOf(folders) {
  const digest = createHash("sha256");
  digest.update(stampOf(join(PACKAGES, ".package-lock.json")));
  for (const path of folders.flatMap(filesBelow)) digest.update(`${path} ${stampOf(path)}\n`);
  return digest.digest("hex").slice(0, 16);
}

function filesBelow(root) {
  return readdirSync(root, { recursive: true })
    .filter((file) => /\.(m?[jt]s|json)$/.test(file))
    .sort()
    .map((file) => join(root, file));
}

function stampOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "none" : `${found.size} ${found.mtimeMs}`;
}
