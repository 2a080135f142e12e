import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { QUESTION_IDS } from "@robustness-lab/fixtures/hand-in";
import { zipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";
import { launchChromium } from "../../../shared/testing/chromium.ts";
import { overflow, seriousFindings } from "../../../shared/testing/page.ts";
import { builtSite } from "./built-site.ts";
import { openSite, type OpenSite } from "./open-site.ts";
import { serveStatic, type StaticServer } from "./serve.ts";

/* The page of the built site, used as a student does. */

let browser: Browser;
let server: StaticServer;
let site: OpenSite;
let page: Page;

beforeAll(async () => {
  server = await serveStatic(await builtSite());
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  site = await openSite(browser, server.url);
  ({ page } = site);
}, 3 * 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const FUNCTIONS = EXERCISES.flatMap(({ functions }) => functions).length;
const reference = (path: string): Promise<string> => readFile(join(SOLUTION_FOLDER, path), "utf8");
const stateOf = (id: string) => page.getAttribute(`[data-exercise="${id}"]`, "data-state");
const cursorLine = () => page.locator(".cm-activeLine").innerText();
/** For a moment the editor takes no key for a list that has just opened, as it may be meant for the text. */
const acceptCompletion = async () => {
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
};
const focused = () => page.evaluate<string>("document.activeElement.closest('section')?.id ?? ''");

describe("the first exercise, by keyboard alone", () => {
  test("at first every exercise is a stub, and its tests say so", async () => {
    expect(await page.locator('[data-exercise][data-state="stub"]').count()).toBe(EXERCISES.length);
    expect(await page.locator("#top").innerText()).toContain(`0 of ${FUNCTIONS} functions written`);
    expect(await page.locator("#tests").innerText()).toContain("Exercise 1.1 hingeLoss is not implemented yet");
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("the palette leads to an exercise: its text, its function, its tests", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("exercise 1.2");
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Enter");
    expect(await cursorLine()).toContain("export function innerMaximumL2");
    expect(await page.locator("#tests").innerText()).toContain("Exercise 1.2: 0 of 4 pass");
    const heading = page.locator("h3", { hasText: "1.2 The inner maximum" });
    expect((await heading.boundingBox())?.y).toBeLessThan(450);
    await site.command("exercise 1.1");
  });

  test("a wrong type is underlined, completion knows TensorFlow.js, and a function that is right passes", async () => {
    for (const key of ["ArrowDown", "ArrowDown", "End", "Shift+Home"]) await page.keyboard.press(key);
    await page.keyboard.type("return tf.relu(marg");
    await page.waitForSelector(".cm-tooltip-autocomplete >> text=margins");
    await acceptCompletion();
    await page.keyboard.press("End");
    await page.keyboard.type(".shape;");
    await page.waitForSelector(".cm-lintRange-error");
    await page.waitForSelector("#files .wrong");
    for (const key of ["End", "Shift+Home"]) await page.keyboard.press(key);
    await page.keyboard.type("return tf.rel");
    await page.waitForSelector(".cm-tooltip-autocomplete [aria-selected=true] >> text=relu");
    await acceptCompletion();
    await page.keyboard.type("(tf.sub(1, margins));");
    expect(await cursorLine()).toMatch(/return tf\.relu\(tf\.sub\(1, margins\)\);$/);
    expect(await site.testsDone(/1\.1: [1-5] of 6/)).toBeTruthy();
    await page.waitForSelector("#files .wrong", { state: "detached" });
    expect(await page.locator("#top").innerText()).toContain(`1 of ${FUNCTIONS} functions written`);
    expect(await stateOf("1.1")).toBe("stub");
  });

  test("a wrong result has a difference and a place that opens", async () => {
    await site.write((await reference("src/linear/losses.ts")).replace("relu", "neg"));
    await page.keyboard.press("Control+s");
    await page.waitForSelector('[data-exercise="1.1"][data-state="failing"]');
    expect(await page.locator(".diff").first().innerText()).toMatch(/^- .*\n[-+] /m);
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator(".place").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".cm-content").getAttribute("aria-label")).toBe(
      "tests/linear/losses.test.ts (read only)",
    );
    expect(await cursorLine()).toContain("expect");
    await site.command("open src/linear/losses");
  });

  test("undo brings the text back, and F6 goes around the areas", async () => {
    await page.keyboard.press("Control+z");
    expect(await page.locator(".cm-content").innerText()).toContain("tf.relu(tf.sub(1, margins))");
    const visited: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press("F6");
      visited.push(await focused());
    }
    expect(visited).toEqual(["tests", "sheet", "code"]);
  });

  test("arrow keys move the line between sheet and editor", async () => {
    const width = () => page.locator("#sheet").boundingBox();
    const before = (await width())!.width;
    await page.getByRole("separator", { name: "Width of the sheet" }).focus();
    await page.keyboard.press("ArrowLeft");
    expect((await width())!.width).toBeLessThan(before);
  });
});

test("no exercise scrolls the page, whatever its tests say", async () => {
  const scrolled = () =>
    page.evaluate<number[][]>(
      "[document.documentElement, document.body].map((e) => [e.scrollTop, e.scrollHeight - e.clientHeight])",
    );
  for (const id of ["1.4", "2.9", "1.1"]) {
    await page.locator(`[data-exercise="${id}"]`).click();
    await page.evaluate("window.scrollTo(0, 1000)");
    expect((await scrolled()).flat(), id).toEqual([0, 0, 0, 0]);
    expect((await page.locator("#top").boundingBox())?.y).toBe(0);
  }
});

describe("files", () => {
  test("a new file is imported, found by F12, renamed with its imports, and removed", async () => {
    await site.command("new file");
    await site.answer("src/linear/own.ts");
    await site.write("export function twice( x: number ) {\nreturn 2*x;\n}\n");
    await page.keyboard.press("Alt+Shift+f");
    await expect.poll(() => page.locator(".cm-content").innerText()).toContain("  return 2 * x;");
    await site.command("open src/linear/losses");
    await site.write(
      `import { twice } from "./own.ts";\nconsole.log(twice(21));\n${await reference("src/linear/losses.ts")}`,
    );
    await page.keyboard.press("Control+s");
    await page.waitForSelector('[data-exercise="1.1"][data-state="passing"]');
    await page.getByRole("button", { name: "Console (1)" }).click();
    expect(await page.locator(".console").innerText()).toContain("42");
    await page.getByRole("button", { name: "Tests", exact: true }).last().click();
    await page.locator(".cm-content").focus();
    for (const key of ["Control+Home", "ArrowDown", ...Array.from({ length: 14 }, () => "ArrowRight")])
      await page.keyboard.press(key);
    await page.keyboard.press("F12");
    await expect.poll(cursorLine).toContain("export function twice");
    await site.command("rename this");
    await site.answer("src/linear/double.ts");
    await expect
      .poll(() => page.locator(".notice").innerText())
      .toContain("src/linear/own.ts is now src/linear/double.ts");
    await site.command("open src/linear/losses");
    expect(await page.locator(".cm-line").first().innerText()).toBe('import { twice } from "./double.ts";');
    await page.keyboard.press("Control+s");
    await page.waitForSelector('[data-exercise="1.1"][data-state="passing"]');
    await site.command("open src/linear/double");
    await site.command("remove this");
    expect(await page.locator(".notice").innerText()).toBe("src/linear/double.ts is removed.");
  });

  test("a name that the grader needs stays, and a bad one is refused with the reason", async () => {
    await site.command("open src/linear/losses");
    await site.command("rename this");
    expect(await page.locator(".notice").innerText()).toContain("keeps its name");
    await site.command("new file");
    await site.answer("../own.ts");
    expect(await page.locator(".notice").innerText()).toContain("is no path of a file");
  });

  test("reset brings the course's text back", async () => {
    await site.command("reset this");
    expect(await page.locator(".cm-content").innerText()).toContain('NotImplementedError("1.1 hingeLoss")');
    expect(await stateOf("1.1")).toBe("stub");
  });
});

test("the whole reference, pasted file by file, passes all tests", async () => {
  for (const file of new Set(EXERCISES.map((exercise) => exercise.file))) {
    await site.command(`open src/${file}`);
    await site.write(await reference(`src/${file}`));
  }
  await page.keyboard.press("Control+Shift+s");
  expect(await site.testsDone(/All tests: (\d+) of \1 pass/)).toMatch(/: \d{2,} of/);
  expect(await page.locator('[data-exercise][data-state="passing"]').count()).toBe(EXERCISES.length);
  expect(await page.locator("#top").innerText()).toContain(`${FUNCTIONS} of ${FUNCTIONS} functions written`);
  expect(await page.locator("#files .wrong").count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
});

test("hand in says what is unfinished and gives the zip; the lab opens and closes", async () => {
  await site.command("hand in: what");
  const dialog = page.getByRole("dialog", { name: "Hand in" });
  await dialog.getByText(`${QUESTION_IDS.join(", ")} are empty`).waitFor();
  expect(await dialog.innerText()).toMatch(/Tests: \d+ pass, 0 fail\./);
  expect(await seriousFindings(page)).toEqual([]);
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  expect((await download).suggestedFilename()).toBe("handin.zip");
  await page.keyboard.press("Escape");
  await page.evaluate(`history.replaceState(null, "", "?engine=wasm")`);
  await site.command("lab: attack");
  await page.frameLocator(".lab-view iframe").locator("#attack").waitFor();
  expect(page.frames().some((frame) => frame.url().endsWith("lab/index.html?engine=wasm"))).toBe(true);
  await page.getByRole("button", { name: "Back to the editor" }).press("Enter");
  await page.waitForSelector(".cm-editor.cm-focused");
});

test("a renamed function is told with its line, its tests fail, and hand in says so", async () => {
  const total = (await page.locator("#top").innerText()).match(/of (\d+) tests/)?.[1];
  await site.command("open src/linear/losses");
  await site.write((await reference("src/linear/losses.ts")).replace("function hingeLoss", "function hinge"));
  await page.keyboard.press("Control+s");
  const why = "src/linear/losses.ts exports no function hingeLoss; names must stay as they are";
  await page.locator("#tests .message", { hasText: why }).waitFor();
  expect(await page.locator("#tests").innerText()).toContain("tests/linear/losses.test.ts does not load");
  expect(await stateOf("1.1")).toBe("failing");
  expect(await page.locator("#top").innerText()).toContain(`of ${total} tests pass`);
  expect(await page.locator("#top").innerText()).toContain(`${FUNCTIONS - 2} of ${FUNCTIONS} functions written`);
  await site.command("hand in: what");
  await page.getByRole("dialog", { name: "Hand in" }).getByText(`losses.test.ts does not load: ${why}`).waitFor();
  await page.keyboard.press("Escape");
  await site.write(await reference("src/linear/losses.ts"));
  await page.keyboard.press("Control+Shift+s");
  await site.testsDone(/All tests: (\d+) of \1 pass/);
});

test("take in is found by other words, and asks before it replaces files", async () => {
  const fresh = await openSite(browser, server.url);
  const chooser = fresh.page.waitForEvent("filechooser");
  await fresh.command("upload zip");
  const asked: string[] = [];
  fresh.page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const buffer = Buffer.from(zipSync({ "src/linear/losses.ts": Buffer.from("// other") }));
  await (await chooser).setFiles({ name: "handin.zip", mimeType: "application/zip", buffer });
  await fresh.page.locator(".notice", { hasText: "Nothing is taken in" }).waitFor();
  expect(asked).toEqual([expect.stringContaining("src/linear/losses.ts")]);
  expect(await fresh.page.locator(".cm-content").innerText()).not.toContain("// other");
  await fresh.close();
});

test("a reload returns to the exercise and the file that were open", async () => {
  await site.command("exercise 1.3");
  await page.reload();
  await page.waitForSelector('.summary[data-running="false"] >> text=/pass/');
  expect(await page.locator(".cm-content").getAttribute("aria-label")).toBe("src/linear/l2.ts");
  expect(await page.locator('#outline [aria-current="true"]').getAttribute("data-exercise")).toBe("1.3");
  expect(await cursorLine()).toContain("innerMaximiserL2");
});

test("the first visit of a phone begins with the sheet", async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  const phone = await context.newPage();
  await phone.goto(server.url);
  await phone.waitForSelector("#sheet:visible");
  expect(await phone.locator("#code:visible, #tests:visible").count()).toBe(0);
  await context.close();
});

describe("answers.md", () => {
  const picture = Buffer.from(encode({ width: 2, height: 2, channels: 1, data: new Uint8Array(4) }));

  test("the preview shows mathematics, and nothing that runs", async () => {
    await site.command("open answers");
    expect(await page.locator("#preview math").count()).toBeGreaterThan(5);
    expect(await page.locator('#outline [aria-current="true"]').innerText()).toContain("Written questions");
    const headingY = async (name: string) =>
      (await page.locator("#preview h2", { hasText: name }).boundingBox())!.y -
      (await page.locator("#preview").boundingBox())!.y;
    await page.keyboard.press("Control+End");
    await expect.poll(() => headingY(QUESTION_IDS.at(-1)!)).toBeLessThan(300);
    await page.keyboard.press("Control+Home");
    await expect.poll(() => headingY("W1")).toBeGreaterThan(0);
    await site.write(
      "$\\frac{1}{2}$ <img src=x onerror='window.ran = 1'><img src=https://example.com/x.png><script>window.ran = 2</script> [a](javascript:1)\n\n![b](figures/none.png)\n\n",
    );
    await page.waitForSelector("#preview mfrac");
    expect(await page.locator("#preview .problems").innerText()).toContain("figures/none.png");
    expect(await page.evaluate("[window.ran, document.querySelector('#preview article').innerHTML]")).toEqual([
      undefined,
      expect.not.stringMatching(/onerror|<script|javascript:/),
    ]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("a chosen, a pasted and a dropped picture are kept and shown", async () => {
    await page.setInputFiles("#preview input[type=file]", {
      name: "My plot.png",
      mimeType: "image/png",
      buffer: picture,
    });
    for (const kind of ["paste", "drop"]) {
      await page.evaluate(`(() => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(${JSON.stringify([...picture])})], "${kind}.png", { type: "image/png" }));
        const init = { bubbles: true, cancelable: true };
        const event = "${kind}" === "paste"
          ? new ClipboardEvent("paste", { ...init, clipboardData: data })
          : new DragEvent("drop", { ...init, dataTransfer: data });
        document.querySelector(".cm-content").dispatchEvent(event);
      })()`);
      await page.waitForSelector(`#preview img[alt=${kind}]`);
    }
    expect(
      await page.evaluate("[...document.querySelectorAll('#preview img')].map((image) => image.naturalWidth)"),
    ).toEqual([2, 2, 2]);
    await page.setInputFiles("#preview input[type=file]", {
      name: "a.svg",
      mimeType: "image/svg+xml",
      buffer: picture,
    });
    expect(await page.locator(".notice").innerText()).toContain("pictures are PNG, JPEG or WebP");
    expect((await page.locator(".notice").boundingBox())?.y).toBeGreaterThanOrEqual(0);
  });
});

describe("screens and colours", () => {
  test("on a phone one area is shown at a time, and nothing is wider than the screen", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    for (const area of ["Sheet", "Editor", "Tests"]) {
      await page.locator("#areas button", { hasText: area }).click();
      expect(await overflow(page)).toBe(0);
      expect(await page.locator("#sheet:visible, #code:visible, #tests:visible").count()).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  test("dark is chosen by the system or by hand, and is as readable", async () => {
    const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await background();
    expect(dark).not.toBe(light);
    expect(await seriousFindings(page)).toEqual([]);
    await site.command("change colours");
    expect(await background()).toBe(light);
    await site.command("lab: attack");
    const lab = page.frameLocator(".lab-view iframe").locator("body");
    const ofLab = () => lab.evaluate("getComputedStyle(document.body).backgroundColor");
    await expect.poll(ofLab).toBe(light);
    await site.command("change colours");
    await expect.poll(ofLab).toBe(dark);
    await site.command("change colours");
    await page.getByRole("button", { name: "Back to the editor" }).press("Enter");
  });

  test("nothing was thrown, and nothing broke the policy", () => {
    // DOMPurify parses the hostile text in a document with the page's policy, which blocks the handler there already.
    expect(site.errors.filter((error) => !error.startsWith("Executing inline event handler"))).toEqual([]);
  });
});
