import { rm } from "node:fs/promises";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { overflow, seriousFindings } from "../../../grader/src/shared/testing/page.ts";
import { isTheSamePage, openLab, type LabPage } from "./lab-page.ts";
import { makeStudentFolder, startLab, type LabServer, type StudentFolder } from "./lab-server.ts";

const FUNCTIONS = EXERCISES.flatMap(({ functions }) => functions).length;

/* Stubs, broken code of every kind, and accessibility. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
});
afterAll(() => browser.close());

interface Opened {
  readonly student: StudentFolder;
  readonly server: LabServer;
  readonly lab: LabPage;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

async function open(sources: "template" | "solution"): Promise<Opened> {
  const student = await makeStudentFolder(sources);
  const server = await startLab(student.folder);
  const lab = await openLab(browser, server.url);
  await lab.page.waitForSelector(".pictures");
  const close = async (): Promise<void> => {
    await lab.close();
    await server.stop();
    await student.remove();
  };
  return { student, server, lab, page: lab.page, close };
}

describe("an untouched template", () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open("template");
  });
  afterAll(() => opened.close());

  test("each panel names the exercises it needs and what will appear", async () => {
    const { page, lab } = opened;
    for (const title of ["Measure", "Fool"]) {
      await page.getByRole("button", { name: title }).click();
    }
    await page.locator("#gallery .waiting").waitFor();
    await page.locator("#accuracy .waiting").waitFor();
    const attack = await page.locator("#attack .waiting").innerText();
    expect(attack).toContain("Needs exercise 2.4");
    expect(attack).toContain("fgsm in src/mnist/fgsm.ts");
    expect(attack).toContain("The digit after your attack, the change, and the model's prediction will appear here.");
    expect(await page.locator("#accuracy .waiting").innerText()).toContain("Needs exercises 2.4, 2.5");
    expect(await page.locator("#gallery .waiting").innerText()).toContain(
      "adversarialExamples in src/mnist/evaluate.ts",
    );
    const plane = await page.locator("#plane").innerText();
    for (const needed of ["exercises 1.1, 1.2", "exercise 1.3", "exercises 1.3, 1.4"]) {
      expect(plane).toContain(`Needs ${needed}`);
    }
    expect(await page.locator(".facts").innerText()).toContain(`0 of ${FUNCTIONS} functions written`);
    expect(lab.errors).toEqual([]);
  });

  test("the stored network still predicts", async () => {
    const { page } = opened;
    // The page starts with a 9, which LeNet recognises.
    expect(await page.locator(".bars .right").innerText()).toMatch(/^9\s+>?\d\d %$/);
    expect(await page.locator(".parts").innerText()).toContain("2.2 lenet, 2.1 crossEntropy until you write yours");
  });

  test("all functions that PGD needs are named", async () => {
    const { page } = opened;
    await page.locator('input[value="pgd-l2"]').check({ force: true });
    await page.waitForSelector('.pictures[data-attack="pgd-l2"]');
    const text = await page.locator("#attack .waiting").innerText();
    for (const name of ["2.6 projectL2", "2.7 randomStartL2", "2.8 stepL2", "2.8 pgd"]) expect(text).toContain(name);
    await page.locator('input[name="attack"][value="fgsm"]').check({ force: true });
    await page.waitForSelector('.pictures[data-attack="fgsm"]');
  });

  test("FGSM works before the classifiers are written", async () => {
    const { page, student } = opened;
    const solved = await makeStudentFolder("solution");
    const stub = await student.read("mnist/fgsm.ts");
    await student.write("mnist/fgsm.ts", await solved.read("mnist/fgsm.ts"));
    await page.waitForSelector("#adversarial");
    expect(await page.locator(".facts").innerText()).toContain(`1 of ${FUNCTIONS} functions written`);
    expect(await isTheSamePage(page)).toBe(true);
    await student.write("mnist/fgsm.ts", stub);
    await page.locator("#attack .waiting").waitFor();
    await solved.remove();
  });

  test.each(["light", "dark"] as const)("is accessible in %s mode", async (colorScheme) => {
    await expectAccessible(opened.page, colorScheme);
  });
});

describe("broken code", () => {
  let opened: Opened;
  let original: string;
  beforeAll(async () => {
    opened = await open("solution");
    original = await opened.student.read("mnist/fgsm.ts");
    await opened.page.waitForSelector("#adversarial");
  });
  afterAll(() => opened.close());

  /** Writes a broken fgsm.ts, reads the problem that the page shows, and restores the file. */
  async function whileBroken(text: string, read: (problem: string) => void): Promise<void> {
    const { page, student } = opened;
    await student.write("mnist/fgsm.ts", text);
    try {
      await page.locator("#attack .problem.error").waitFor();
      read(await page.locator("#attack .problem.error").innerText());
      // Panels that do not need the file still work.
      expect(await page.locator("#plane line.moved").count()).toBe(18);
    } finally {
      await student.write("mnist/fgsm.ts", original);
      await page.waitForSelector("#adversarial");
    }
    expect(await isTheSamePage(page)).toBe(true);
    expect(opened.lab.errors).toEqual([]);
  }

  const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;
  const thrown = () => original.replace("return tf.tidy", 'throw new Error("my own mistake");\n  return tf.tidy');

  test("a syntax error is shown with its line in the panel it affects", async () => {
    const text = original.replace("return tf.tidy(() => {", "return tf.tidy(() => {{");
    await whileBroken(text, (problem) => {
      expect(problem).toContain("This file does not load");
      expect(problem).toMatch(/src\/mnist\/fgsm\.ts:\d+:\d+/);
      expect(problem).not.toMatch(/\u001b|node_modules|tmp/);
    });
  });

  test("an import of a missing file is named", async () => {
    await whileBroken(`import { help } from "./helpers.ts";\nvoid help;\n${original}`, (problem) => {
      expect(problem).toContain('Failed to resolve import "./helpers.ts". Does the file exist?');
      expect(problem).toContain("src/mnist/fgsm.ts:1:22");
    });
  });

  test("a thrown error is shown with its line in the source, not in the compiled file", async () => {
    const text = thrown();
    await whileBroken(text, (problem) => {
      expect(problem).toContain("my own mistake");
      expect(problem).toContain(`src/mnist/fgsm.ts:${lineOf(text, "my own mistake")}:`);
      expect(problem).toContain('throw new Error("my own mistake")');
    });
  });

  test("a wrong shape is reported before any value", async () => {
    const text = original.replace(
      "return tf.tidy(() => {",
      "return tf.zeros([2, 2]) as never;\n  return tf.tidy(() => {",
    );
    await whileBroken(text, (problem) => {
      expect(problem).toContain("fgsm returned [2, 2], expected a tensor of shape [1, 28, 28, 1]");
    });
  });

  test("an endless loop is stopped, and the page keeps working", async () => {
    const text = original.replace("return tf.tidy(() => {", "for (;;);\n  return tf.tidy(() => {");
    await whileBroken(text, (problem) =>
      expect(problem).toContain("no answer within 10 s: is there an endless loop in fgsm of src/mnist/fgsm.ts?"),
    );
  });

  test("a deleted file is reported, and loaded again when it is restored", async () => {
    const { page, student } = opened;
    await rm(`${student.folder}/src/mnist/fgsm.ts`);
    await page.locator("#attack .problem.error").waitFor();
    expect(await page.locator("#attack .problem.error").innerText()).toContain("src/mnist/fgsm.ts is missing");
    await student.write("mnist/fgsm.ts", original);
    await page.waitForSelector("#adversarial");
  });

  test("edits leave one worker, and one that waits for the next edit", async () => {
    // An ended worker leaves late on a busy machine.
    await expect.poll(() => opened.page.workers().length, { timeout: 20_000 }).toBe(2);
  });

  test("a page that shows an error is accessible", async () => {
    const { page, student } = opened;
    await student.write("mnist/fgsm.ts", thrown());
    await page.locator("#attack .problem.error").waitFor();
    for (const scheme of ["light", "dark"] as const) await expectAccessible(page, scheme);
    await student.write("mnist/fgsm.ts", original);
    await page.waitForSelector("#adversarial");
  });

  test.each(["light", "dark"] as const)("a page full of results is accessible in %s mode", async (scheme) => {
    const { page } = opened;
    await page.getByRole("button", { name: "Fool" }).click();
    await page.locator("#accuracy select").selectOption("100");
    await page.locator("#gallery table").waitFor();
    await page.getByRole("button", { name: "Measure" }).click();
    await page.locator("#accuracy .parts").waitFor();
    await page.locator('input[value="pgd-linf"]').check({ force: true });
    await page.locator(".strip").waitFor();
    await expectAccessible(page, scheme);
    await page.locator('input[value="drawn"]').check({ force: true });
    await expectAccessible(page, scheme);
    await page.locator('input[name="source"][value="test"]').check({ force: true });
    await page.locator('input[name="attack"][value="fgsm"]').check({ force: true });
    await page.waitForSelector('.pictures[data-attack="fgsm"]');
  });
});

async function expectAccessible(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await seriousFindings(page)).toEqual([]);
    expect({ width, overflow: await overflow(page) }).toEqual({ width, overflow: 0 });
  }
}
