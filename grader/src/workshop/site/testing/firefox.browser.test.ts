import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { unzipSync } from "fflate";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtSite } from "./built-site.ts";
import { findFirefox, launchFirefox, NEEDS_FIREFOX, openInFirefox, type FirefoxSite } from "./firefox.ts";
import { readReference } from "./open-harness.ts";
import { serveStatic, type StaticServer } from "./serve.ts";

/* What a student does from the first visit to the hand-in, in Firefox. The details are tested in Chromium. */

const firefox = findFirefox(process.env);
const LOSSES = "src/linear/losses.ts";
const MINUTES = { timeout: 3 * 60_000 };

describe.skipIf(firefox === undefined)(`the site in Firefox ${NEEDS_FIREFOX}`, () => {
  let browser: Browser;
  let server: StaticServer;
  let site: FirefoxSite;
  let page: Page;
  let downloads: string;
  let reference: Record<string, string>;

  beforeAll(async () => {
    downloads = await mkdtemp(join(tmpdir(), "site-"));
    reference = await readReference();
    server = await serveStatic(await builtSite());
    browser = await launchFirefox(firefox ?? "", downloads);
    site = await openInFirefox(browser.defaultBrowserContext(), server.url);
    ({ page } = site);
  }, MINUTES.timeout);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(downloads, { recursive: true });
  });

  test("it starts with threads, and no exercise is written", async () => {
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(await site.text("#top")).toContain("0 of 29 functions written");
  });

  test("a wrong type is underlined, and completion knows TensorFlow.js", MINUTES, async () => {
    await site.write(`${reference[LOSSES]}\nconst wrong: string = 1;\n`);
    await page.waitForSelector(".cm-lintRange-error");
    expect(await site.text("#files .wrong")).toBe("1 problem");
    await page.keyboard.type("tf.rel");
    await page.waitForSelector(".cm-tooltip-autocomplete [aria-selected=true]");
    // For a moment the editor takes no key for a list that has just opened.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await site.press("Enter");
    expect(await site.text(".cm-activeLine")).toBe("tf.relu");
  });

  test("the whole reference, pasted file by file, passes all tests", MINUTES, async () => {
    for (const file of new Set(EXERCISES.map((exercise) => `src/${exercise.file}`))) {
      await site.command(`open ${file}`);
      await site.write(reference[file] ?? "");
    }
    await site.press("Control", "Shift", "s");
    expect(await site.testsDone(/All tests: (\d+) of \1 pass/)).toMatch(/: \d{3} of/);
  });

  test("hand in gives a zip with the student's files", MINUTES, async () => {
    await site.command("hand in: what");
    await page.waitForSelector("dialog.hand-in button[autofocus]");
    await page.click("dialog.hand-in button[autofocus]");
    const zip = join(downloads, "handin.zip");
    await expect
      .poll(
        () =>
          stat(zip).then(
            ({ size }) => size,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    const files = unzipSync(await readFile(zip));
    expect(Buffer.from(files[LOSSES] ?? []).toString("utf8")).toBe(reference[LOSSES]);
    await site.press("Escape");
  });

  test("the zip is taken in by another browser", MINUTES, async () => {
    const elsewhere = await browser.createBrowserContext();
    const fresh = await openInFirefox(elsewhere, server.url);
    // Driven, Firefox says that its dialog is cancelled before it gives the file.
    await fresh.page.evaluate(`HTMLInputElement.prototype.addEventListener = function (type, ...rest) {
      if (type !== "cancel") EventTarget.prototype.addEventListener.call(this, type, ...rest);
    }`);
    const [chooser] = await Promise.all([fresh.page.waitForFileChooser(), fresh.command("upload zip")]);
    fresh.page.on("dialog", (dialog) => void dialog.accept());
    await chooser.accept([join(downloads, "handin.zip")]);
    await expect.poll(() => fresh.text(".notice"), { timeout: 30_000 }).toContain("files are taken in");
    await fresh.testsDone(/All tests: (\d+) of \1 pass/);
    await elsewhere.close();
  });

  test("a second tab shows every edit, and a reload keeps it", MINUTES, async () => {
    const other = await openInFirefox(browser.defaultBrowserContext(), server.url);
    await other.command(`open ${LOSSES}`);
    await other.write(`// theirs\n${reference[LOSSES]}`);
    await page.bringToFront();
    await site.command(`open ${LOSSES}`);
    await expect.poll(() => site.text(".cm-content"), { timeout: 30_000 }).toContain("// theirs");
    await other.page.close();
    await page.reload();
    await site.testsDone(/pass/);
    expect(await site.text(".cm-content")).toContain("// theirs");
  });

  test("the lab draws a digit and its attack", MINUTES, async () => {
    await site.command("lab: attack");
    const lab = await page.waitForFrame((frame) => frame.url().endsWith("lab/index.html"));
    await lab.waitForSelector("#adversarial", { timeout: 60_000 });
    const drawn = `(() => {
      const { data } = document.querySelector("canvas").getContext("2d").getImageData(0, 0, 28, 28);
      return new Set(data).size;
    })()`;
    await expect.poll(() => lab.evaluate(drawn), { timeout: 30_000 }).toBeGreaterThan(10);
    await page.click(".lab-view header button");
  });

  test("after the first visit it works offline", MINUTES, async () => {
    await server.stop();
    await page.reload();
    await site.testsDone(/pass/);
    await site.press("Control", "Shift", "s");
    await site.testsDone(/All tests: (\d+) of \1 pass/);
    expect(site.errors).toEqual([]);
  });
});
