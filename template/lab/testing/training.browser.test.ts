import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { overflow, seriousFindings } from "../../../grader/src/shared/testing/page.ts";
import { importOwnCode } from "../../experiments/own-code.ts";
import { filesOf } from "../../experiments/testing/tiny.ts";
import { trainModel } from "../../experiments/train-model.ts";
import { nameOf } from "../../experiments/training/name.ts";
import { recipeOf, type Recipe } from "../../experiments/training/recipe.ts";
import { isTheSamePage, openLab, until, waitForAttack, type LabPage } from "./lab-page.ts";
import { makeStudentFolder, startLab, type LabServer, type StudentFolder } from "./lab-server.ts";

/*
 * Training in the page, as a student would, on a tenth of the digits. Long because one server and one page serve all tests.
 */

let browser: Browser;
let student: StudentFolder;
let server: LabServer;
let lab: LabPage;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  student = await makeStudentFolder("solution");
  server = await startLab(student.folder);
  lab = await openLab(browser, `${server.url}?engine=wasm`);
  page = lab.page;
  await page.waitForSelector("#adversarial");
});

afterEach(async () => {
  expect(lab.errors).toEqual([]);
  expect(await isTheSamePage(page)).toBe(true);
});

afterAll(async () => {
  await lab.close();
  await server.stop();
  await student.remove();
  await browser.close();
});

const MINUTES = { timeout: 5 * 60_000 };
const results = () => join(student.folder, "results");
const panel = () => page.locator("#training");
const panelText = async () => (await panel().locator(".result").innerText()).replaceAll(/\s+/g, " ");
const button = (name: string | RegExp) => panel().getByRole("button", { name });
const check = (name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).check({ force: true });

async function choose(network: Recipe["network"], attack: Recipe["attack"]["kind"], epochs: number, isQuick = true) {
  await check("network", network);
  await check("training-attack", attack);
  await page.locator("#epochs").fill(String(epochs));
  await page.locator("#quick").setChecked(isQuick);
}

const waitForPanel = (text: string, limitMs = 120_000) =>
  until(
    page,
    `document.querySelector("#training .result").innerText.replaceAll(/\\s+/g, " ").includes(${JSON.stringify(text)})`,
    limitMs,
  );

const quick = (network: Recipe["network"], changes: Partial<Recipe>): Recipe =>
  recipeOf(network, { ...changes, trainImages: 6000 });

/** The files that `npm run train` makes with the same src/. */
async function filesOfNode(recipe: Recipe): Promise<Readonly<Record<string, string>>> {
  await loadEngine("wasm");
  const [code, test] = [await importOwnCode(join(student.folder, "src")), await readMnist("test")];
  const terminal = { line: () => undefined, status: () => undefined };
  const folder = join(student.folder, "results-of-node");
  const common = { source: join(student.folder, "src"), code, engine: "wasm", test, terminal, results: folder };
  await trainModel({ name: nameOf(recipe), recipe }, { ...common, train: () => readMnist("train") });
  return filesOf(folder, nameOf(recipe));
}

test("a short training shows its loss and accuracy, and makes the very files of npm run train", MINUTES, async () => {
  const recipe = quick("logistic-regression", { epochs: 2 });
  const name = nameOf(recipe);
  await choose("logistic-regression", "none", 2);
  expect(await panelText()).toContain(`with your functions, on`);
  // Otherwise the browser would allow one core only.
  expect(await page.evaluate<boolean>("crossOriginIsolated")).toBe(true);
  await button("Train").click();
  await waitForPanel("Trained: 2 of 2 epochs, test accuracy .");
  const { losses = [], accuracies = [] } = JSON.parse(
    Buffer.from((await filesOf(results(), name))["result.json"] ?? "", "base64").toString(),
  ) as { losses?: number[]; accuracies?: number[] };
  expect(losses).toHaveLength(12);
  expect(await cells("Test accuracy")).toEqual(["–", ...accuracies.map((accuracy) => accuracy.toFixed(3))]);
  expect(await filesOf(results(), name)).toEqual(await filesOfNode(recipe));
});

/** The numbers of a chart's first line. */
const cells = (title: string) =>
  page.evaluate<string[]>(
    `[...document.querySelector('#training svg[aria-label^="${title}"]').parentElement.querySelectorAll("tbody tr:first-child td")].map((cell) => cell.textContent)`,
  );

test("the trained model is in the picker as yours, and the page says whose weights compute", async () => {
  expect(await page.locator("#attack .parts").innerText()).toBe(
    "Computed with your own functions. The weights are the course's.",
  );
  const [course, yours] = [page.getByRole("group", { name: "The course's models" }), yourModels()];
  expect(await course.innerText()).toContain("Robust LeNet");
  expect(await yours.innerText()).toContain("logistic-regression-epochs-2-quick");
  await check("model", "yours/logistic-regression-epochs-2-quick");
  await waitForAttack(page, { model: "yours/logistic-regression-epochs-2-quick" });
  expect(await page.locator("#attack .parts").innerText()).toBe(
    "Computed with your own functions. The weights are yours (logistic-regression-epochs-2-quick).",
  );
  await page.locator("#accuracy select").selectOption("100");
  await page.getByRole("button", { name: "Measure" }).click();
  await page.locator("#accuracy .parts").waitFor();
  expect(await page.locator("#accuracy .legend li").count()).toBe(4);
  expect(await page.locator("#accuracy .parts").innerText()).toContain(
    "The weights are the course's, and yours (logistic-regression-epochs-2-quick).",
  );
});

const yourModels = () => page.getByRole("group", { name: "Your models" });

test("an edit of src/ marks results as older, unless it is of Problem 1 or taken back", async () => {
  const [linear, losses] = [await student.read("linear/l2.ts"), await student.read("mnist/train.ts")];
  await student.write("linear/l2.ts", `${linear}// edited\n`);
  await page.waitForSelector("text=Reloaded src/linear/l2.ts");
  await waitForAttack(page, { model: "yours/logistic-regression-epochs-2-quick" });
  expect(await yourModels().innerText()).not.toContain("older");
  await student.write("linear/l2.ts", linear);
  await student.write("mnist/train.ts", `${losses}// edited\n`);
  await waitForPanel("Older than your code: src/ has changed since then.");
  expect(await yourModels().innerText()).toContain("logistic-regression-epochs-2-quick, older than src/");
  await until(page, `document.querySelector("#attack .parts")?.innerText.includes("older than src/")`);
  await page.locator("#accuracy .note").waitFor();
  await student.write("mnist/train.ts", losses);
  await until(page, `!document.querySelector("#attack").innerText.includes("older than src/")`);
  await check("model", "lenet");
});

test("a stopped training goes on after its last epoch, with the files of an undisturbed one", MINUTES, async () => {
  const recipe = quick("lenet", { epochs: 3, attack: { kind: "fgsm", epsilon: 0.25 } });
  await choose("lenet", "fgsm", 3);
  await button("Train").focus();
  await page.keyboard.press("Enter");
  await waitForPanel("step 2 of 6: loss 2.");
  await waitForPanel("After epoch 1: loss 2.");
  await button("Stop").focus();
  await page.keyboard.press("Enter");
  await until(page, `/^Go on after epoch [12]$/.test(document.activeElement?.textContent?.trim())`);
  expect(await yourModels().innerText()).toMatch(/lenet-fgsm-trained-epochs-3-quick, [12] of 3 epochs/);
  await page.keyboard.press("Enter");
  await waitForPanel("Trained: 3 of 3 epochs");
  expect(await filesOf(results(), nameOf(recipe))).toEqual(await filesOfNode(recipe));
});

test("the other panels respond while it trains, and an edit does not stop it", MINUTES, async () => {
  await choose("lenet", "none", 2, false);
  await button("Train").click();
  await waitForPanel("Epoch 1 of 2, step 1 of 60");
  for (const epsilon of ["0.11", "0.12", "0.13"]) {
    await page.locator("#epsilon").fill(epsilon);
    await waitForAttack(page, { epsilon });
  }
  await page.getByRole("button", { name: "Fool" }).click();
  await page.locator("#gallery table").waitFor();
  expect(await page.locator("#gallery .parts").innerText()).toContain("The weights are the course's.");
  const text = await student.read("mnist/evaluate.ts");
  await student.write("mnist/evaluate.ts", `${text}// edited\n`);
  await waitForPanel("this training goes on with the code that it began with");
  await student.write("mnist/evaluate.ts", text);
  await until(page, `!document.querySelector("#training").innerText.includes("edited")`);
  for (const scheme of ["light", "dark"] as const) await expectAccessible(scheme);
  await button("Stop").click();
  await button(/Train|Go on/).waitFor();
});

const ERRORS: readonly (readonly [kind: string, from: string, to: string, said: readonly string[]])[] = [
  ["a thrown error", "losses.push(value);", 'throw new Error("my own mistake");', ["my own mistake", "PLACE"]],
  [
    "a loss that is not a number",
    "losses.push(value);",
    "losses.push(value); onStep?.(NaN);",
    ["the loss is NaN at step 1", "PLACE"],
  ],
  [
    "no losses",
    "return losses;",
    "return undefined as never;",
    ["train returned undefined, expected the finite loss of each step"],
  ],
  [
    "a mistake deep in TensorFlow.js",
    "network.classifyTraining(images, seed)",
    "tf.matMul(network.classifyTraining(images, seed), tf.zeros([3, 3]))",
    ["PLACE"],
  ],
  [
    "a stub",
    "const losses: number[] = [];",
    'throw new NotImplementedError("2.3 train");',
    ["Needs exercise 2.3", "train in src/mnist/train.ts"],
  ],
  [
    "a file that does not load",
    "const losses: number[] = [];",
    "const losses = [[;",
    ["This file does not load", "PLACE"],
  ],
];

test.each(ERRORS)("%s in src/ is told in the panel, and the page goes on", MINUTES, async (_, from, to, said) => {
  const text = await student.read("mnist/train.ts");
  const broken = text
    .replace(from, to)
    .replace("{ assertPositiveInteger, type", "{ NotImplementedError, assertPositiveInteger, type");
  expect(broken).not.toBe(text);
  await student.write("mnist/train.ts", broken);
  try {
    await page.waitForSelector("text=Reloaded src/mnist/train.ts");
    await choose("lenet", "none", 1);
    await button("Train").click();
    await panel().locator(".problem").waitFor({ timeout: 120_000 });
    const problem = await panel().locator(".problem").innerText();
    const line = text.slice(0, text.indexOf(from)).split("\n").length;
    for (const part of said) expect(problem).toContain(part === "PLACE" ? `src/mnist/train.ts:${line}:` : part);
    for (const scheme of ["light", "dark"] as const) await expectAccessible(scheme);
    await page.locator("#epsilon").fill("0.2");
    await waitForAttack(page, { epsilon: "0.2" });
  } finally {
    await student.write("mnist/train.ts", text);
  }
  await until(
    page,
    `document.querySelector(".facts").innerText.includes("${EXERCISES.flatMap(({ functions }) => functions).length} of")`,
  );
  await page.locator("#epsilon").fill("0.25");
  await waitForAttack(page, { epsilon: "0.25" });
});

test("a training that cannot be saved says so", MINUTES, async () => {
  await page.route("**/results/lenet-epochs-1-quick*", (route) => route.abort());
  await choose("lenet", "none", 1);
  await button("Train").click();
  await panel().locator(".problem.error").waitFor({ timeout: 120_000 });
  expect(await panelText()).toContain("results/lenet-epochs-1-quick could not be saved");
  await page.unroute("**/results/lenet-epochs-1-quick*");
});

test("results that npm run train made meanwhile appear when the page is looked at again", MINUTES, async () => {
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await page.waitForTimeout(300);
  const before = await yourModels().innerText();
  expect(before).not.toContain("lenet-pgd");
  const recipe = quick("lenet", { attack: { kind: "pgd", epsilon: 0.1, steps: 2 }, epochs: 1 });
  await filesOfNode(recipe);
  await copyResult(recipe);
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await until(page, `document.querySelector("#attack").innerText.includes("lenet-pgd-0.1-in-2-epochs-1-quick")`);
  for (const scheme of ["light", "dark"] as const) await expectAccessible(scheme);
});

async function copyResult(recipe: Recipe): Promise<void> {
  const { cp } = await import("node:fs/promises");
  const name = nameOf(recipe);
  await cp(join(student.folder, "results-of-node", name), join(results(), name), { recursive: true });
}

async function expectAccessible(colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await seriousFindings(page)).toEqual([]);
    expect({ width, overflow: await overflow(page) }).toEqual({ width, overflow: 0 });
  }
}
