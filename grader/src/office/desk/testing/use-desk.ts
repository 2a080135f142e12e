import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { launchChromium } from "../../../shared/testing/chromium.ts";
import { makeClassFolder, openDeskPage, type ClassFolder, type DeskPage } from "./desk-page.ts";

interface Options {
  /** Options of the command. */
  readonly args?: readonly string[];
  readonly browser?: BrowserContextOptions;
  /** Messages of the browser that the test is about. */
  readonly alarms?: readonly RegExp[];
}

type Use = (desk: DeskPage, folder: ClassFolder) => Promise<void>;

/**
 * One browser and one generated class for the tests of a file. Returns a function that gives a test its own copy of the class with
 * the desk open. No test may cause a request to anywhere else, or an alarm that it does not name.
 */
export function useDesk(sample: { count: number; seed: number }): (use: Use, options?: Options) => Promise<void> {
  let browser: Browser;
  let original: ClassFolder;
  beforeAll(async () => {
    browser = await launchChromium(process.env, process.getuid?.() === 0);
    original = await makeClassFolder(sample.count, sample.seed);
  });
  afterAll(async () => {
    await browser.close();
    await original.remove();
  });
  return async (use, { args = [], browser: options = {}, alarms = [] } = {}) => {
    const folder = await original.copy();
    const desk = await openDeskPage(browser, folder.folder, args, options);
    try {
      await use(desk, folder);
      expect(desk.requests).toEqual([]);
      expect(desk.alarms.filter((each) => !alarms.some((expected) => expected.test(each)))).toEqual([]);
    } finally {
      await desk.close();
      await folder.remove();
    }
  };
}

/** The marks of a submission in a question as they are in the file. */
export async function inFile(folder: ClassFolder, pseudonym: string, question = "W1", file?: string): Promise<unknown> {
  return (await folder.marks(file))[folder.folderOf(pseudonym)]?.[question];
}
