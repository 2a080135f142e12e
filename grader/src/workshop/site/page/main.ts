import { connectTypescript } from "../typescript/client.ts";
import { startPage, type Page } from "./page.ts";
import { siteCommands } from "./site-commands.ts";
import { openSite } from "./site.ts";

/* Entry point of the site. */

const root = document.querySelector<HTMLElement>("#site");
if (root === null) throw new Error("index.html has no element #site");
const connection = connectTypescript(
  new Worker(new URL("../typescript/worker.ts", import.meta.url), { type: "module" }),
);
const site = await openSite((files) => connection.calls.translate(files));
const { content, workspace, tests } = site;
const typescript = connection.start(`${site.base}types.json`, workspace);
const commands = siteCommands(site, () => page);
const page: Page = startPage({ root, content, workspace, runner: tests, typescript, commands });
page.warn(workspace.storage.status().sentence);
workspace.storage.subscribe(({ sentence }) => page.warn(sentence));
