import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { nameOf } from "../../experiments/training/name.ts";
import { recipeOf } from "../../experiments/training/recipe.ts";
import { openLab, pixelsOf, until } from "./lab-page.ts";
import { makeStudentFolder, startLab, type LabServer, type StudentFolder } from "./lab-server.ts";

/* The page with ?engine=webgpu, on the graphics card that Chromium emulates: right numbers, no speed. */

/** Without the last four WebGPU computes, but nothing can be drawn from it. */
const EMULATED = [
  ...["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--use-angle=swiftshader"],
  ...["--enable-features=Vulkan", "--use-vulkan=swiftshader", "--ignore-gpu-blocklist"],
];
const LIMIT_MS = 5 * 60_000;
const NAME = nameOf(recipeOf("logistic-regression", { epochs: 1, trainImages: 6000 }));
const LOADED = { timeout: LIMIT_MS };

let browser: Browser;
let student: StudentFolder;
let server: LabServer;

beforeAll(async () => {
  const isRoot = process.getuid?.() === 0;
  const args = [...EMULATED, ...(isRoot ? ["--no-sandbox"] : [])];
  browser = await chromium.launch({ executablePath: findChromium(process.env), args });
  student = await makeStudentFolder("solution");
  server = await startLab(student.folder);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await student.remove();
});

/** The adversarial digit that the page shows first, and the loss of each step of a short training. */
async function attackAndTrain(engine: string) {
  const lab = await openLab(browser, `${server.url}?engine=${engine}`);
  const { page } = lab;
  await page.waitForSelector("#adversarial", LOADED);
  const shown = await page.locator("details", { hasText: "Engine:" }).locator("b").textContent();
  const pixels = await pixelsOf(page, "#adversarial");
  await page.locator('input[name="network"][value="logistic-regression"]').check({ force: true });
  await page.locator("#epochs").fill("1");
  await page.locator("#quick").setChecked(true);
  await page
    .locator("#training")
    .getByRole("button", { name: /Train|Start over/ })
    .first()
    .click();
  await until(page, `document.querySelector("#training .result").innerText.includes("1 of 1 epochs")`, LIMIT_MS);
  const { losses } = JSON.parse(await readFile(join(student.folder, "results", NAME, "result.json"), "utf8")) as {
    readonly losses: readonly number[];
  };
  const { errors } = lab;
  await lab.close();
  return { shown, pixels, losses, errors };
}

test("attacks and trainings give the numbers of WebAssembly, to rounding", { timeout: 3 * LIMIT_MS }, async () => {
  const gpu = await attackAndTrain("webgpu");
  expect({ shown: gpu.shown, errors: gpu.errors }).toEqual({ shown: "WebGPU", errors: [] });
  const checkpoint = await readFile(join(student.folder, "results", NAME, "checkpoint"), "utf8");
  expect(checkpoint).toContain('"engine":"webgpu"');
  const processor = await attackAndTrain("wasm");
  // FGSM's pixels are at x - epsilon, x or x + epsilon; one of a few hundred may be decided by rounding.
  const differing = gpu.pixels.filter((pixel, index) => Math.abs(pixel - processor.pixels[index]!) > 1e-5).length;
  expect(differing).toBeLessThanOrEqual(3);
  expect(gpu.losses).toHaveLength(6);
  gpu.losses.forEach((loss, step) => expect(Math.abs(loss - processor.losses[step]!)).toBeLessThan(1e-4));
});
