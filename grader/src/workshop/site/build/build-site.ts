import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "vite";
import { assertShips, makeLeakCheck, type Built } from "./assert-sound.ts";
import { writeContent } from "./content.ts";
import { writeData } from "./data.ts";
import { assertReplaceable } from "./folder.ts";
import { writeServiceWorker } from "./service-worker.ts";
import { viteConfig } from "./vite-config.ts";

export interface SiteOptions {
  /** A new or empty folder, or one that holds a site, which is replaced. */
  readonly folder: string;
  /** Where students hand in, shown beside the button; null if the course says it elsewhere. */
  readonly handInLink: string | null;
  readonly signal: AbortSignal;
  readonly onStep: (step: string) => void;
  /** More pages, for tests. */
  readonly pages?: readonly string[];
}

/**
 * Builds the site into a folder. It is written beside it first, so that a build that fails changes nothing.
 *
 * @throws UsageError if the folder holds something else, FaultError if the site would leak
 */
export async function buildSite({ folder, handInLink, signal, onStep, pages = [] }: SiteOptions): Promise<Built> {
  await assertReplaceable(folder);
  const unfinished = `${folder.replace(/[\\/]+$/, "")}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(unfinished), { recursive: true });
  try {
    onStep("bundling the page");
    const modules: string[] = [];
    await build(viteConfig({ folder: unfinished, pages, onModule: (module) => modules.push(module) }));
    signal.throwIfAborted();
    onStep("writing sheet, types and MNIST");
    await writeContent(unfinished, handInLink);
    await writeData(unfinished);
    // GitHub Pages would hide files whose names begin with an underscore.
    await writeFile(join(unfinished, ".nojekyll"), "");
    await writeServiceWorker(unfinished);
    signal.throwIfAborted();
    onStep("scanning for leaks");
    assertShips(modules);
    const built = await (await makeLeakCheck())(unfinished);
    signal.throwIfAborted();
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    return built;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
