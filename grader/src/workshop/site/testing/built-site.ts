import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CACHE_FOLDER, ROOT } from "../../../shared/paths.ts";
import { LEFT_BY_TOOLS, readFiles } from "../../release/read-files.ts";
import { buildSite } from "../build/build-site.ts";

/** Everything that a site is built from. */
const SOURCES = ["grader/src/workshop/site", "template", "fixtures/src", "fixtures/engine"];

const HAND_IN_LINK = "https://lms.example.org/42";

/** The folder of a site of the present sources, with the page of harness/. It is built once for all test files. */
export async function builtSite(): Promise<string> {
  const digest = createHash("sha256").update(await readFile(`${ROOT}package-lock.json`));
  for (const source of SOURCES) {
    for (const [path, bytes] of await readFiles(join(ROOT, source), LEFT_BY_TOOLS)) {
      if (!/\.test\.ts$|^testing\/[^/]+$/.test(path)) digest.update(`${path}\0`).update(bytes);
    }
  }
  const folder = join(CACHE_FOLDER, "site", digest.digest("hex").slice(0, 16));
  const isBuilt = await access(folder).then(
    () => true,
    () => false,
  );
  const { signal } = new AbortController();
  const options = { folder, handInLink: HAND_IN_LINK, signal, onStep: () => {}, pages: ["harness.html"] };
  if (!isBuilt) await buildSite(options);
  return folder;
}
