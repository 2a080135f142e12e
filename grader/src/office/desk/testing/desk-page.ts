import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { parse } from "yaml";
import { pseudonymsOf } from "../pseudonyms.ts";
import { endDesk, startDesk, type DeskProcess } from "./desk-process.ts";
import { makeClass, type MadeSubmission } from "./make-class.ts";

/* The marking desk as a TA has it: the command, its page in a browser, and the class folder. */

/** The marks of one submission as they are in the file. */
type MarksInFile = Readonly<Record<string, unknown>>;

export interface ClassFolder {
  readonly folder: string;
  readonly made: readonly MadeSubmission[];
  /** The folder of the submission that the page calls by a pseudonym. */
  readonly folderOf: (pseudonym: string) => string;
  /** The marks in a file by the folder of the submission. */
  readonly marks: (file?: string) => Promise<Readonly<Record<string, MarksInFile>>>;
  readonly copy: () => Promise<ClassFolder>;
  readonly remove: () => Promise<void>;
}

/** A generated class in a temporary folder. */
export async function makeClassFolder(count: number, seed: number): Promise<ClassFolder> {
  const parent = await mkdtemp(join(tmpdir(), "desk-"));
  const folder = join(parent, "class");
  return classFolder(parent, await makeClass(folder, { count, seed }));
}

async function classFolder(parent: string, made: readonly MadeSubmission[]): Promise<ClassFolder> {
  const folder = join(parent, "class");
  const names = (await readdir(folder, { withFileTypes: true })).flatMap((each) =>
    each.isDirectory() ? each.name : [],
  );
  const pseudonyms = pseudonymsOf(names);
  return {
    folder,
    made,
    folderOf: (pseudonym) => names.find((name) => pseudonyms.get(name) === pseudonym)!,
    marks: async (file = "marks.yaml") => {
      const text = await readFile(join(folder, file), "utf8");
      return (parse(text) as { submissions: Record<string, MarksInFile> }).submissions;
    },
    copy: async () => {
      const other = await mkdtemp(join(tmpdir(), "desk-"));
      await cp(folder, join(other, "class"), { recursive: true });
      return classFolder(other, made);
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}

export interface DeskPage {
  readonly page: Page;
  readonly server: DeskProcess;
  /** Addresses that were requested from anywhere but the desk. */
  readonly requests: readonly string[];
  /** Signs that somebody else's code ran or was blocked, and errors of the page. */
  readonly alarms: readonly string[];
  /** Presses keys one after the other, as on a keyboard. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Waits until the page says that everything is saved. */
  readonly saved: () => Promise<void>;
  /** The pseudonym of the submission that is shown. */
  readonly shown: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Runs the command on a class folder and opens the page that it prints. */
export async function openDeskPage(
  browser: Browser,
  folder: string,
  args: readonly string[] = [],
  options: BrowserContextOptions = {},
): Promise<DeskPage> {
  const server = await startDesk(folder, ...args);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));`,
  );
  const page = await context.newPage();
  const [requests, alarms]: [string[], string[]] = [[], []];
  context.on("request", (request) => {
    // Chromium's viewer of PDFs is an extension.
    if (!request.url().startsWith(server.address) && !request.url().startsWith("chrome")) requests.push(request.url());
  });
  context.on("page", () => void alarms.push("a new window"));
  page.on("dialog", (dialog) => {
    if (dialog.type() !== "beforeunload") alarms.push(`dialog: ${dialog.message()}`);
    void dialog.accept();
  });
  page.on("pageerror", (error) => void alarms.push(`error: ${error.message}`));
  page.on("console", (message) => void alarms.push(`${message.type()}: ${message.text()}`));
  await page.goto(server.address);
  await page.locator("#answer h2").waitFor();
  return {
    page,
    server,
    requests,
    alarms,
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    saved: () => page.locator("#saved[data-is-saved=true]").waitFor(),
    shown: async () => (await page.locator("#answer h2").first().innerText()).trim(),
    close: async () => {
      await context.close();
      await endDesk(server, "SIGINT");
    },
  };
}
