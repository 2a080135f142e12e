import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { nameOf } from "../../experiments/training/name.ts";
import { recipeOf } from "../../experiments/training/recipe.ts";
import { openLab, until } from "./lab-page.ts";
import { makeStudentFolder, startLab, type LabServer, type StudentFolder } from "./lab-server.ts";

/* The page with ?engine=webgpu, on the graphics card that Chromium emulates: right numbers, no speed. */

/** Without the last four WebGPU computes, but nothing can be drawn from it. */
const EMULATED = [
  ...["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--use-angle=swiftshader"],
  ...["--enable-features=Vulkan", "--use-vulkan=swiftshader", "--ignore-gpu-blocklist"],
];
const LIMIT_MS = 5 * 60_000;
const NAME = nameOf(recipeOf("logistic-regression", { epochs: 1, trainImages: 6000 }));

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

/** The engine that the page shows, the losses of a short training, and its checkpoint. */
async function train(engine: string) {
  const { page, errors, close } = await openLab(browser, `${server.url}?engine=${engine}`);
  const shown = page.locator("details", { hasText: "Engine:" }).locator("b").first();
  await until(page, `document.body.innerText.includes("functions written")`, LIMIT_MS);
  const name = await shown.textContent();
  await page.locator('input[name="network"][value="logistic-regression"]').check({ force: true });
  await page.locator("#epochs").fill("1");
  await page.locator("#quick").setChecked(true);
  await page.locator("#training button.primary").click();
  await until(page, `document.querySelector("#training .result").innerText.includes("1 of 1 epochs")`, LIMIT_MS);
  await close();
  const read = (file: string): Promise<string> => readFile(join(student.folder, "results", NAME, file), "utf8");
  const { losses } = JSON.parse(await read("result.json")) as { readonly losses: readonly number[] };
  return { name, errors, losses, checkpoint: await read("checkpoint") };
}

// Attacks are compared in Node: on an emulated card, the first one takes longer than the page waits for a function.
test("a training on WebGPU has the losses of WebAssembly to 1e-5, and says so", { timeout: 3 * LIMIT_MS }, async () => {
  const gpu = await train("webgpu");
  expect({ name: gpu.name, errors: gpu.errors }).toEqual({ name: "WebGPU", errors: [] });
  expect(gpu.checkpoint).toContain('"engine":"webgpu"');
  const processor = await train("wasm");
  expect(processor.checkpoint).toContain('"engine":"wasm"');
  expect(gpu.losses).toHaveLength(6);
  gpu.losses.forEach((loss, step) => expect(Math.abs(loss - processor.losses[step]!)).toBeLessThan(1e-5));
});
