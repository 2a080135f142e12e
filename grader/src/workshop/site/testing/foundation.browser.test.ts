import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, BrowserContext, FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collect } from "../../../../../template/handin/collect.ts";
import { diskFolder } from "../../../../../template/handin/disk-folder.ts";
import { pack } from "../../../../../template/handin/zip.ts";
import { launchChromium } from "../../../shared/testing/chromium.ts";
import type { TestNames } from "../page/content.ts";
import { builtSite } from "./built-site.ts";
import { openHarness, readReference, type Harness } from "./open-harness.ts";
import { serveStatic, type StaticServer } from "./serve.ts";

/*
 * What lies below the page of the site, in Chromium: student code, storage, hand in, offline, the lab. Long because one build
 * and one browser serve all tests.
 */

let browser: Browser;
let server: StaticServer;
let context: BrowserContext;
let site: Harness;
let reference: Record<string, string>;

const MINUTES = { timeout: 3 * 60_000 };
const LOSSES = "src/linear/losses.ts";
const OF_LOSSES = ["tests/linear/losses.test.ts"];

beforeAll(async () => {
  reference = await readReference();
  server = await serveStatic(await builtSite());
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  context = await browser.newContext();
  site = await openHarness(context, server.url);
}, MINUTES.timeout);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** The reference with a first line in hingeLoss. */
const withLine = (line: string) => ({
  [LOSSES]: (reference[LOSSES] ?? "").replace(/export function hingeLoss\([^)]*\)[^{]*\{/, (head) => `${head} ${line}`),
});

test("the stubs pass no public test, and the reference all", MINUTES, async () => {
  const stubs = await site.runTests();
  expect(stubs.results.filter(({ state }) => state === "pass")).toEqual([]);
  expect(new Set(stubs.results.map(({ errors }) => errors[0]?.message.slice(0, 20)))).toEqual(
    new Set(["NotImplementedError:"]),
  );
  await site.write(reference);
  const { ended, results } = await site.runTests();
  expect([ended, results.filter(({ state }) => state !== "pass")]).toEqual(["done", []]);
  expect(results.length).toBe(stubs.results.length);
  // The names that the build lists: a file that does not load fails by them.
  const names = await site.evaluate<TestNames>("site.content.testNames");
  const listed = Object.entries(names).flatMap(([file, ofFile]) =>
    ofFile.map(({ title, group }) => `${file} ${group} > ${title}`),
  );
  expect(results.map(({ file, name }) => `${file} ${name}`).sort()).toEqual(listed.sort());
});

test("what goes wrong in student code ends in a sentence, and the next run starts afresh", MINUTES, async () => {
  const run = async (files: Record<string, string>) => {
    await site.write(files);
    const { ended, sentence, results, output } = await site.runTests(OF_LOSSES);
    await site.write(reference);
    const failed = results.find(({ state }) => state === "fail")?.errors[0];
    return { ended, sentence, message: failed?.message, at: failed?.at, output };
  };
  expect(await run(withLine("for (;;);"))).toMatchObject({
    ended: "loop",
    sentence: expect.stringContaining("losses.test.ts, because nothing happened for 10 seconds"),
  });
  expect(await run(withLine("for (;;) tf.zeros([1000, 1000, 16]);"))).toMatchObject({
    ended: "memory",
    sentence: expect.stringContaining("more memory than the browser gives"),
    at: { path: LOSSES },
  });
  const flood = await run(withLine("for (let i = 0; i < 1e5; i++) console.log(margins, i);"));
  expect([flood.ended, flood.output.length]).toEqual(["done", 1001]);
  expect(flood.output.at(-1)?.text).toBe("Everything after the first 1000 lines is left out.");
  expect(await run({ [LOSSES]: `${reference[LOSSES]}\nconst x = ;` })).toMatchObject({
    ended: "done",
    message: expect.stringMatching(/src\/linear\/losses\.ts:\d+:11 Expression expected/),
  });
  expect(await run({ [LOSSES]: `import { x } from "./nope.ts";\n${reference[LOSSES]}\nx();` })).toMatchObject({
    message: "SyntaxError: src/linear/losses.ts imports src/linear/nope.ts, which is missing",
    at: { path: LOSSES, line: 1, column: 19 },
  });
  expect(await run({ [LOSSES]: (reference[LOSSES] ?? "").replaceAll("hingeLoss", "hinge") })).toMatchObject({
    message: `${LOSSES} exports no function hingeLoss; names must stay as they are`,
    at: { path: LOSSES, line: (reference[LOSSES] ?? "").split("export function hingeLoss")[0]?.split("\n").length },
  });
  expect(await run(withLine("return undefined as never;"))).toMatchObject({
    message: 'Error: hingeLoss returned undefined, not a tensor: is a "return" missing?',
  });
  expect((await site.runTests(OF_LOSSES)).results.every(({ state }) => state === "pass")).toBe(true);
});

test("student code may ask no other server", async () => {
  await site.write(withLine(`void fetch("https://example.org/").catch((error) => console.log(String(error)));`));
  const { output } = await site.runTests(OF_LOSSES);
  await site.write(reference);
  expect(output[0]?.text).toContain("TypeError");
  expect(site.requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("blob:"))).toEqual([]);
});

test("a second tab sees every edit, a reload keeps it, and its earlier texts come back", async () => {
  const other = await openHarness(context, server.url);
  const [marked, theirs] = [`// mine\n${reference[LOSSES]}`, `// theirs\n${reference[LOSSES]}`];
  await site.write({ [LOSSES]: marked });
  await expect.poll(() => other.evaluate(`site.workspace.read("${LOSSES}")`)).toBe(marked);
  await other.write({ [LOSSES]: theirs });
  await expect.poll(() => site.evaluate(`site.workspace.read("${LOSSES}")`)).toBe(theirs);
  await other.page.reload();
  expect(await other.evaluate(`site.workspace.read("${LOSSES}")`)).toBe(theirs);
  await other.evaluate(`site.workspace.reset("${LOSSES}")`);
  const versions = await other.evaluate<{ text: string }[]>(`site.workspace.history("${LOSSES}")`);
  expect(versions[0]?.text).toBe(theirs);
  expect(versions.map(({ text }) => text).some((text) => text.includes("NotImplementedError"))).toBe(true);
  const at = Date.now() + 300;
  // Two tabs that write at once agree, and neither text is lost.
  const writeAt = (text: string): string =>
    `(() => { while (Date.now() < ${at}); site.workspace.write("src/both.ts", "${text}"); })()`;
  await Promise.all([site.evaluate(writeAt("one")), other.evaluate(writeAt("two"))]);
  const both = () =>
    Promise.all([site, other].map((tab) => tab.evaluate<string>(`site.workspace.read("src/both.ts")`)));
  await expect.poll(async () => new Set(await both()).size).toBe(1);
  const [kept = ""] = await both();
  const lost = () => site.evaluate<{ text: string }[]>(`site.workspace.history("src/both.ts")`);
  await expect
    .poll(async () => [kept, ...(await lost()).map(({ text }) => text)])
    .toEqual(expect.arrayContaining(["one", "two"]));
  await site.evaluate(`site.workspace.remove("src/both.ts")`);
  await other.page.close();
  await site.write(reference);
});

test("the zip to hand in is that of npm run handin, and is taken in again", async () => {
  const answers = "## W1 Question\n\nYour answer\n\nSee ![the loss](figures/loss.png)\n";
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3];
  await site.write({ "answers.md": answers });
  await site.evaluate(`site.workspace.write("figures/loss.png", new Uint8Array(${JSON.stringify(png)}))`);
  const zip = Buffer.from(await site.evaluate<number[]>("site.handIn().then(({ zip }) => [...zip])"));
  const folder = await mkdtemp(join(tmpdir(), "site-"));
  const files = { ...reference, "answers.md": answers, "figures/loss.png": Buffer.from(png) };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  expect(zip.equals(pack((await collect(diskFolder(folder))).files))).toBe(true);
  await rm(folder, { recursive: true });

  const elsewhere = await browser.newContext();
  const fresh = await openHarness(elsewhere, server.url);
  const bytes = JSON.stringify([...zip]);
  await fresh.evaluate(`site.takeIn(new Uint8Array(${bytes}), () => true)`);
  expect(await fresh.evaluate(`site.workspace.read("${LOSSES}")`)).toBe(reference[LOSSES]);
  expect(await fresh.evaluate(`[...site.workspace.read("figures/loss.png")]`)).toEqual(png);
  const why = await fresh.evaluate(
    `site.takeIn(new Uint8Array([1, 2, 3]), () => true).catch((error) => error.message)`,
  );
  expect(why).toContain("this is no zip that can be read");
  await elsewhere.close();
});

test("the lab attacks with the student's functions, trains, and keeps the result", MINUTES, async () => {
  await site.page.evaluate(`document.querySelector("#lab").src = "lab/index.html"`);
  const lab = site.page.frameLocator("#lab");
  await lab.locator("#adversarial").waitFor();
  expect(await lab.locator("#attack .parts").innerText()).toContain("Computed with your own functions.");
  await site.write(withLine(`throw new Error("mine");`));
  await lab.getByText("Reloaded src/linear/losses.ts").waitFor();
  await lab.getByText("mine").first().waitFor();
  await lab
    .getByText(/src\/linear\/losses\.ts:\d+/)
    .first()
    .waitFor();
  await site.write(reference);
  await train(lab);
  await site.page.reload();
  await site.page.evaluate(`document.querySelector("#lab").src = "lab/index.html"`);
  await lab.getByRole("group", { name: "Your models" }).getByText("logistic-regression-epochs-1-quick").waitFor();
});

async function train(lab: FrameLocator): Promise<void> {
  await lab.locator('input[name="network"][value="logistic-regression"]').check({ force: true });
  await lab.locator("#epochs").fill("1");
  await lab.locator("#quick").setChecked(true);
  await lab.getByRole("button", { name: "Train" }).click();
  await lab.getByText("Trained: 1 of 1 epochs").waitFor({ timeout: 60_000 });
}

test("after the first visit it works offline", async () => {
  await context.setOffline(true);
  await site.page.reload();
  await site.evaluate("undefined");
  const { ended, results } = await site.runTests(OF_LOSSES);
  await context.setOffline(false);
  expect([ended, results.every(({ state }) => state === "pass")]).toEqual(["done", true]);
  expect(site.errors).toEqual([]);
});
