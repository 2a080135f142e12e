import { handIn, type HandIn } from "../handin/hand-in.ts";
import { takeInFolder, takeInZip, type TakenIn } from "../handin/take-in.ts";
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
  /** The zip to hand in, and what is unfinished. */
  readonly handIn: () => Promise<HandIn>;
  /** Takes in a zip or the files of a folder. The texts before are in the history. @returns what was taken and left out */
  readonly takeIn: (given: Uint8Array | readonly File[]) => Promise<TakenIn>;
}

/**
 * Opens the site: its content, and the student's files as they were left.
 *
 * @param translate that of the TypeScript worker
 * @throws Error if the content cannot be loaded
 */
export async function openSite(translate: Translate): Promise<Site> {
  await (globalThis as { readonly mayStart?: Promise<void> }).mayStart;
  const base = new URL(".", document.baseURI).href;
  const content = await readContent(base + CONTENT_FILE);
  const workspace = await openWorkspace(base, content.files);
  const tell = serveSource(base, async () => {
    const texts = sourcesOf(workspace);
    return { texts, files: await translate(texts) };
  });
  workspace.subscribe(({ path }) => void (path.startsWith("src/") && tell(path)));
  return {
    base,
    content,
    workspace,
    tests: makeTestRunner({ workspace, tests: content.tests, translate }),
    handIn: () => handIn(workspace),
    takeIn: async (given) => {
      const taken = await (given instanceof Uint8Array ? takeInZip(given) : takeInFolder(given));
      workspace.takeIn(taken.files);
      return taken;
    },
  };
}
