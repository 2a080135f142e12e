import { handIn, type HandIn } from "../handin/hand-in.ts";
import { replacedBy, takeInFolder, takeInZip, type TakenIn } from "../handin/take-in.ts";
import { serveSource } from "../lab/host.ts";
import { openWorkspace, type OpenWorkspace } from "../store/open-workspace.ts";
import { makeTestRunner, sourcesOf, type Translate } from "../student/test-runner.ts";
import { CONTENT_FILE, readContent, type Content } from "./content.ts";
import type { TestRunner } from "./workspace.ts";

/** Everything below the page: what it shows and what it does. */
export interface Site {
  /** The site's address, with a slash at its end. */
  readonly base: string;
  readonly content: Content;
  readonly workspace: OpenWorkspace;
  readonly tests: TestRunner;
  /** The zip to hand in, and what is unfinished. @param tests what is said of the public tests */
  readonly handIn: (tests?: readonly string[]) => Promise<HandIn>;
  /**
   * Takes in a zip or the files of a folder. The texts before are in the history.
   *
   * @param mayReplace asked if files would change
   * @returns what was taken and left out; null if nothing may be replaced
   */
  readonly takeIn: (
    given: Uint8Array | readonly File[],
    mayReplace: (paths: readonly string[]) => boolean,
  ) => Promise<TakenIn | null>;
}

/** The lab starts over with every edit, so it is told of a pause, not of every key. */
const PAUSE_MS = 600;

/**
 * Opens the site: its content, and the student's files as they were left.
 *
 * @param start starts TypeScript, which translates
 * @throws Error if the content cannot be loaded
 */
export async function openSite<T extends { readonly translate: Translate }>(
  start: (workspace: OpenWorkspace, base: string) => T,
): Promise<{ readonly site: Site } & Omit<T, "translate">> {
  const base = new URL(".", document.baseURI).href;
  const content = await readContent(base + CONTENT_FILE);
  const workspace = await openWorkspace(base, content.files);
  const { translate, ...started } = start(workspace, base);
  const tell = serveSource(base, async () => {
    const texts = sourcesOf(workspace);
    return { texts, files: await translate(texts) };
  });
  let pause: ReturnType<typeof setTimeout> | undefined;
  workspace.subscribe(({ path }) => {
    if (!path.startsWith("src/")) return;
    clearTimeout(pause);
    pause = setTimeout(() => tell(path), PAUSE_MS);
  });
  const site: Site = {
    base,
    content,
    workspace,
    tests: makeTestRunner({ workspace, tests: content.tests, names: content.testNames, translate }),
    handIn: (tests = []) => handIn(workspace, tests),
    takeIn: async (given, mayReplace) => {
      const taken = await (given instanceof Uint8Array ? takeInZip(given) : takeInFolder(given));
      const replaced = replacedBy(taken, workspace);
      if (replaced.length > 0 && !mayReplace(replaced)) return null;
      workspace.takeIn(taken.files);
      return taken;
    },
  };
  return { site, ...started };
}
