import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../shared/testing/chromium.ts";
import { seriousFindings } from "../../../shared/testing/page.ts";
import { builtSite } from "./built-site.ts";
import { openSite } from "./open-site.ts";
import { serveStatic, type StaticServer } from "./serve.ts";

/* The ways back: to a problem, and to an earlier text. */

let browser: Browser;
let server: StaticServer;

beforeAll(async () => {
  server = await serveStatic(await builtSite());
  browser = await launchChromium(process.env, process.getuid?.() === 0);
}, 3 * 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("a click on the number of problems leads to one, and history shows a difference before it goes back", async () => {
  const { page, write, command, close } = await openSite(browser, server.url);
  await write("\n\nexport const wrong: string = 1;\n");
  await page.getByRole("button", { name: "1 problem" }).click();
  await expect.poll(() => page.locator(".cm-activeLine").innerText()).toContain("wrong");
  await command("history of this");
  await page.locator("#palette-list li").first().waitFor();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "src/linear/losses.ts at" });
  await dialog.locator(".cm-deletedChunk", { hasText: "wrong" }).waitFor();
  expect(await page.locator("#editor .cm-content").innerText()).toContain("wrong");
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Go back to this text" }).click();
  await expect.poll(() => page.locator("#editor .cm-content").innerText()).toContain("Hinge loss of margins");
  await close();
});
