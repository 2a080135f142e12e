import { makeTestRunner } from "../student/test-runner.ts";
import { startTypescript } from "../typescript/client.ts";
import { CONTENT_FILE, readContent } from "./content.ts";
import { memoryWorkspace } from "./memory-workspace.ts";
import { startPage } from "./page.ts";

/* Entry point of the site. */

const root = document.querySelector<HTMLElement>("#site");
if (root === null) throw new Error("index.html has no element #site");
// isolate.js may reload the page first.
await (globalThis as { readonly mayStart?: Promise<void> }).mayStart;
const content = await readContent(CONTENT_FILE);
const workspace = memoryWorkspace(content.files);
const typescriptWorker = new Worker(new URL("../typescript/worker.ts", import.meta.url), { type: "module" });
const typescript = startTypescript(typescriptWorker, new URL("types.json", document.baseURI).href, workspace);
const runner = makeTestRunner({
  workspace,
  tests: content.tests,
  translate: (files) => typescript.calls.translate(files),
});
startPage({ root, content, workspace, runner, typescript, commands: [] });
