import { mkdir, writeFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import { LENET_SHAPES, networkFrom, parametersFrom } from "@robustness-lab/fixtures";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { readWeights } from "@robustness-lab/fixtures/weights";
import { accuracy, crossEntropy, fgsm, lenet } from "@robustness-lab/solution";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { overflow } from "../../../grader/src/shared/testing/page.ts";
import { isTheSamePage, openLab, pixelsOf, sliderToPicture, until, waitForAttack, type LabPage } from "./lab-page.ts";
import { makeStudentFolder, startLab, type LabServer, type StudentFolder } from "./lab-server.ts";

/*
 * The lab with all exercises solved, used as a student would use it. Long because one server and one page serve all tests:
 * starting them takes longest.
 */

let browser: Browser;
let student: StudentFolder;
let server: LabServer;
let lab: LabPage;
let page: Page;
const speed: Record<string, number> = {};

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  student = await makeStudentFolder("solution");
  // Vite has bundled nothing in the new folder yet, as at a student's first start.
  server = await startLab(student.folder);
  lab = await openLab(browser, `${server.url}?engine=wasm`);
  page = lab.page;
  await page.waitForSelector("#adversarial");
  speed["command to address, first start"] = server.startedMs;
  speed["command to first adversarial digit, first start"] = performance.now() - server.spawnedAt;
});

afterEach(() => expect(lab.errors).toEqual([]));

afterAll(async () => {
  const external = lab.requests.filter((url) => new URL(url).hostname !== "127.0.0.1" && !url.startsWith("data:"));
  await lab.close();
  const code = await server.stop();
  await student.remove();
  await browser.close();
  await report();
  expect({ external, code }).toEqual({ external: [], code: 0 });
});

/** Reports the times without asserting them, because they depend on the machine. */
async function report(): Promise<void> {
  const out = new URL("../../../out/", import.meta.url);
  await mkdir(out, { recursive: true });
  await writeFile(new URL("lab-speed.json", out), `${JSON.stringify(speed, null, 2)}\n`);
  for (const [what, ms] of Object.entries(speed)) console.log(`speed: ${what}: ${ms.toFixed(0)} ms`);
}

/** The index in the test set of the first digit shown: the page has every tenth digit and starts with its third. */
const PLACE = 20;

const setSlider = (id: string, value: number): Promise<void> =>
  page.$eval(
    `#${id}`,
    (input, wanted) => {
      (input as unknown as { value: string }).value = String(wanted);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
    value,
  );
const choose = (name: string, value: string): Promise<void> =>
  page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true });

test("FGSM gives exactly the same pixels in the browser as in Node", async () => {
  await loadEngine("wasm");
  const digits = await readMnist("test");
  const network = networkFrom(parametersFrom(LENET_SHAPES, await readWeights("lenet")), lenet);
  const images = tf.tensor4d(
    Float32Array.from(digits.pixels.subarray(PLACE * 784, (PLACE + 1) * 784), (pixel) => pixel / 255),
    [1, 28, 28, 1],
  );
  const labels = tf.tensor1d([digits.labels[PLACE] ?? 0], "int32");
  for (const epsilon of [0.1, 0.35]) {
    await setSlider("epsilon", epsilon);
    await waitForAttack(page, { epsilon: String(epsilon) });
    const expected = fgsm({ classifier: network.classify, loss: crossEntropy, images, labels, epsilon });
    expect(await pixelsOf(page, "#adversarial")).toEqual([...expected.dataSync()]);
  }
});

test("a digit can be chosen with the mouse, the arrow keys and the buttons", async () => {
  const before = await pixelsOf(page, ".pictures lab-digit");
  await page.locator('input[name="digit"]').nth(3).check({ force: true });
  await until(page, "document.querySelectorAll('input[name=digit]')[3].checked");
  await page.locator('input[name="digit"]').nth(3).press("ArrowRight");
  expect(await page.locator('input[name="digit"]').nth(4).isChecked()).toBe(true);
  await page.getByRole("button", { name: "Next" }).click();
  expect(await page.locator('input[name="digit"]').nth(5).isChecked()).toBe(true);
  await page.waitForTimeout(200);
  expect(await pixelsOf(page, ".pictures lab-digit")).not.toEqual(before);
  await page.getByLabel("Show").selectOption("8");
  const names = await page.evaluate<string[]>(
    "[...document.querySelectorAll('input[name=digit]')].map(({ ariaLabel }) => ariaLabel)",
  );
  expect(names).toHaveLength(12);
  expect(names.every((name) => name.startsWith("a 8,"))).toBe(true);
  await page.getByLabel("Show").selectOption("");
});

test("PGD shows its iterates and stays within its ball in both norms", async () => {
  await choose("attack", "pgd-linf");
  await setSlider("steps", 6);
  await until(page, "document.querySelectorAll('.strip li').length === 7");
  expect(await lengths()).toMatchObject({ linf: expect.closeTo(0.35, 5) as number });
  await choose("attack", "pgd-l2");
  await waitForAttack(page, { attack: "pgd-l2" });
  const { l2 } = await lengths();
  expect(l2).toBeLessThanOrEqual(2 + 1e-4);
  expect(l2).toBeGreaterThan(1);
  await choose("attack", "fgsm");
  await waitForAttack(page, { attack: "fgsm" });
});

async function lengths(): Promise<{ readonly linf: number; readonly l2: number }> {
  const before = await pixelsOf(page, ".pictures lab-digit");
  const change = (await pixelsOf(page, "#adversarial")).map((value, place) => value - (before[place] ?? 0));
  return { linf: Math.max(...change.map(Math.abs)), l2: Math.hypot(...change) };
}

test("each model is attacked separately", async () => {
  const seen = new Set<string>();
  for (const model of ["logistic-regression", "lenet", "lenet-fgsm-trained"]) {
    await choose("model", model);
    await waitForAttack(page, { model });
    seen.add((await pixelsOf(page, "#adversarial")).join());
  }
  expect(seen.size).toBe(3);
  await choose("model", "lenet");
  await waitForAttack(page, { model: "lenet" });
});

test("the picture follows 30 moves of a slider", async () => {
  const times = await sliderToPicture(page, 30);
  const sorted = times.toSorted((a, b) => a - b);
  speed["slider to picture, FGSM on LeNet, median of 30"] = sorted[15] ?? NaN;
  speed["slider to picture, FGSM on LeNet, slowest of 30"] = sorted.at(-1) ?? NaN;
  expect(times).toHaveLength(30);
});

test("a digit drawn with mouse, finger or keys is attacked", async () => {
  await choose("source", "drawn");
  const pad = page.locator("lab-pad");
  const box = await pad.boundingBox();
  if (box === null) throw new Error("no pad");
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.5, 0.15));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.85), { steps: 8 });
  await page.mouse.up();
  await until(page, "document.querySelector('.verdict')?.textContent.includes('→')");
  const byMouse = await pixelsOf(page, ".pictures lab-digit");
  expect(byMouse.filter((pixel) => pixel > 0.9).length).toBeGreaterThan(15);

  await page.getByRole("button", { name: "Clear" }).click();
  await page.waitForSelector("text=Draw a digit: it is attacked");
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: (readonly [number, number])[]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  await touch("touchStart", at(0.3, 0.2));
  for (let step = 1; step <= 8; step += 1) await touch("touchMove", at(0.3 + step * 0.05, 0.2));
  await touch("touchEnd");
  await until(page, "[...document.querySelector('.pictures lab-digit')?.pixels ?? []].some((pixel) => pixel > 0.9)");

  await pad.focus();
  await page.keyboard.press("Delete");
  await page.waitForSelector("text=Draw a digit: it is attacked");
  await page.keyboard.press("Space");
  for (let step = 0; step < 12; step += 1) await page.keyboard.press("ArrowDown");
  await until(page, "[...document.querySelector('.pictures lab-digit')?.pixels ?? []].some((pixel) => pixel > 0.9)");
  expect(await page.locator("#pen").textContent()).toMatch(/^Pen down, column \d+, row \d+$/);
  await page.getByLabel("It is a").selectOption("1");
  await until(page, "document.querySelector('.verdict')?.textContent.includes('1 →')");
  await choose("source", "test");
});

test("accuracy over epsilon is measured live by the student's functions and can be stopped", async () => {
  const panel = page.locator("#accuracy");
  await panel.locator("select").selectOption("1000");
  await panel.getByRole("button", { name: "Measure" }).click();
  await until(page, "document.querySelector('#accuracy progress')?.value > 0");
  // The sliders respond meanwhile.
  await setSlider("epsilon", 0.11);
  await waitForAttack(page, { epsilon: "0.11" });
  await panel.getByRole("button", { name: "Stop" }).click();
  await panel.locator("progress").waitFor({ state: "detached" });
  await until(page, "document.activeElement.matches('#accuracy button.primary')");

  await panel.locator("select").selectOption("100");
  const from = performance.now();
  await panel.getByRole("button", { name: "Measure" }).click();
  await panel.locator(".parts").waitFor();
  speed["accuracy over 7 epsilons of 3 models on 100 digits"] = performance.now() - from;
  const rows = (await cellsOf("#accuracy tbody tr", "td")).map((row) => row.map(Number));
  expect(rows.map((row) => row.length)).toEqual([7, 7, 7]);
  expect(rows[1]?.[0]).toBeCloseTo(await cleanAccuracy(), 3);
  expect(rows[0]?.[6]).toBeLessThan(0.1);
  expect(rows[2]?.[6]).toBeGreaterThan(rows[1]?.[6] ?? 1);
});

/** The texts of table cells, row by row. */
function cellsOf(rows: string, cells: string): Promise<string[][]> {
  return page.evaluate<string[][]>(
    `[...document.querySelectorAll("${rows}")].map((row) => [...row.querySelectorAll("${cells}")].map((cell) => cell.textContent))`,
  );
}

/** LeNet's accuracy on the first hundred digits of the page, which are every tenth of the test set. */
async function cleanAccuracy(): Promise<number> {
  const { pixels, labels } = await readMnist("test");
  const places = Array.from({ length: 100 }, (_, place) => 10 * place);
  const values = Float32Array.from(
    places.flatMap((place) => [...pixels.subarray(place * 784, (place + 1) * 784)]),
    (pixel) => pixel / 255,
  );
  const parameters = parametersFrom(LENET_SHAPES, await readWeights("lenet"));
  const logits = lenet(parameters, tf.tensor4d(values, [100, 28, 28, 1]));
  return accuracy(
    logits,
    tf.tensor1d(
      places.map((place) => labels[place] ?? 0),
      "int32",
    ),
  );
}

test("the gallery shows five digits at seven epsilons, each with label and prediction", async () => {
  const panel = page.locator("#gallery");
  await panel.getByRole("button").click();
  await panel.locator("table").waitFor();
  expect(await panel.locator("thead th").allTextContents()).toEqual(
    ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"].map((epsilon) => `ε = ${epsilon}`),
  );
  const titles = await cellsOf("#gallery tbody tr", "span");
  expect(titles.map((row) => row.length)).toEqual([7, 7, 7, 7, 7]);
  for (const row of titles) {
    expect(row[0]).toMatch(/^(\d) → \1$/);
    expect(row[6]).not.toMatch(/^(\d) → \1$/);
  }
});

test("the student's functions move the points of the plane, in discs and in squares", async () => {
  const panel = page.locator("#plane");
  const moves = () =>
    page.evaluate<number[][]>(
      `[...document.querySelectorAll("#plane line.moved")].map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2].map(({ baseVal }) => baseVal.value))`,
    );
  // 420 pixels show 8 units; epsilon is 0.5.
  const lengthOf = ([x1 = 0, y1 = 0, x2 = 0, y2 = 0]: number[]) => Math.hypot(x2 - x1, y2 - y1) / 52.5;
  const onDiscs = await moves();
  expect(onDiscs).toHaveLength(18);
  for (const move of onDiscs) expect(lengthOf(move)).toBeCloseTo(0.5, 3);
  await panel.locator('input[value="linf"]').check({ force: true });
  await until(page, "document.querySelector('#plane rect.ball') !== null");
  for (const move of await moves()) expect(lengthOf(move)).toBeCloseTo(0.5 * Math.SQRT2, 3);
  expect(await panel.locator(".fgsm-point").count()).toBe(18);
  expect(await panel.locator(".legend li").allInnerTexts()).toEqual([
    "worst margin",
    "robust hinge",
    "its bound",
    "slack",
    "SVM, λ = ε",
  ]);
});

test("the page fits windows from 360 to 1600 pixels", async () => {
  for (const width of [360, 480, 768, 1024, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    expect({ width, overflow: await overflow(page) }).toEqual({ width, overflow: 0 });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
});

test("every control can be used with the keyboard alone", async () => {
  await page.evaluate("document.querySelector('#accuracy button').scrollIntoView(), document.activeElement?.blur()");
  await page.locator("#epsilon").focus();
  await page.keyboard.press("Home");
  await waitForAttack(page, { epsilon: "0" });
  await page.keyboard.press("ArrowRight");
  await waitForAttack(page, { epsilon: "0.01" });
  await tabTo("Measure under FGSM");
  await page.keyboard.press("Enter");
  await page.locator("#accuracy progress").waitFor();
  await tabTo("Stop");
  await page.keyboard.press("Enter");
  await page.locator("#accuracy progress").waitFor({ state: "detached" });
});

async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''")).startsWith(name)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test("an edit shows up without reloading the page and keeps the settings", async () => {
  await setSlider("epsilon", 0.3);
  await waitForAttack(page, { epsilon: "0.3" });
  const text = await student.read("mnist/fgsm.ts");
  const from = performance.now();
  await student.write("mnist/fgsm.ts", text.replace("tf.sign(gradient)", "tf.neg(tf.sign(gradient))"));
  await page.waitForSelector("text=Reloaded src/mnist/fgsm.ts");
  await until(page, "document.querySelector('.verdict.holds') !== null");
  speed["edit to picture"] = performance.now() - from;
  await student.write("mnist/fgsm.ts", text);
  await until(page, "document.querySelector('.verdict.fooled') !== null");
  expect(await page.inputValue("#epsilon")).toBe("0.3");
  expect(await isTheSamePage(page)).toBe(true);
});
