import { COURSE } from "@robustness-lab/fixtures/exercises";
import { startTypescript } from "../typescript/client.ts";
import { makeLabView } from "./lab-view.ts";
import { startPage } from "./page.ts";
import { openSite } from "./site.ts";
import { siteCommands } from "./site-commands.ts";
import { showStorage } from "./storage-banner.ts";

/* Entry point of the site. */

const FIRST_VISIT =
  "Your work is kept in this browser, and sent nowhere. In a private window it is deleted when the window closes.";

document.title = COURSE.title;
const root = document.querySelector<HTMLElement>("#site");
if (root === null) throw new Error("index.html has no element #site");
// isolate.js may reload the page first.
await (globalThis as { readonly mayStart?: Promise<void> }).mayStart;
const worker = new Worker(new URL("../typescript/worker.ts", import.meta.url), { type: "module" });
const { site, typescript } = await openSite((workspace, base) => {
  const typescript = startTypescript(worker, `${base}types.json`, workspace);
  return { typescript, translate: (files) => typescript.calls.translate(files) };
});
const lab = makeLabView(() => page.focusArea("editor"));
const commands = siteCommands({ site, lab, tell: (notice) => page.tell(notice), runTests: () => page.runTests() });
const { content, workspace, tests: runner } = site;
const page = startPage({ root, content, workspace, runner, typescript, commands });
showStorage(workspace.storage);
if (workspace.isFirstVisit) page.tell(FIRST_VISIT);
