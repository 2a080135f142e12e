import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../shared/testing/chromium.ts";
import { makeClassFolder, openDeskPage, type ClassFolder, type DeskPage } from "./testing/desk-page.ts";

/* Marking in a real browser, on the real command and real files. The file on disk says what a key did. */

let browser: Browser;
let sample: ClassFolder;

beforeAll(async () => {
  browser = await launchChromium(process.env, process.getuid?.() === 0);
  sample = await makeClassFolder(24, 3);
});
afterAll(async () => {
  await browser.close();
  await sample.remove();
});

/** A fresh copy of the class with its desk open. */
async function withDesk(
  use: (desk: DeskPage, folder: ClassFolder) => Promise<void>,
  { args = [], alarms = [] }: { readonly args?: readonly string[]; readonly alarms?: readonly RegExp[] } = {},
): Promise<void> {
  const folder = await sample.copy();
  const desk = await openDeskPage(browser, folder.folder, args);
  try {
    await use(desk, folder);
    expect(desk.requests).toEqual([]);
    expect(desk.alarms.filter((each) => !alarms.some((expected) => expected.test(each)))).toEqual([]);
  } finally {
    await desk.close();
    await folder.remove();
  }
}

/** The marks of the submission that was shown, in a question. */
async function inFile(folder: ClassFolder, pseudonym: string, question = "W1", file?: string): Promise<unknown> {
  return (await folder.marks(file))[folder.folderOf(pseudonym)]?.[question];
}

describe("keys", () => {
  test("numbers give and take criteria, h takes half a point, and the file says so", () =>
    withDesk(async ({ press, saved, shown }, folder) => {
      const who = await shown();
      await press("1", "2", "2", "h", "3");
      await saved();
      expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 0, "zero-weights": 0.5 });
      await press("f");
      await saved();
      expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 1, "zero-weights": 1, property: 1 });
      await press("0");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ bound: 0, property: 0 });
      await press("s");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ "second-opinion": true });
    }));

  test("undo takes back one step at a time, and x removes the points", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      await press("f", "0", "z");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ bound: 1, property: 1 });
      await press("x");
      await saved();
      expect(await page.locator("#total").innerText()).toContain("0 of 4");
      await press("z");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ bound: 1, property: 1 });
      await press("z", "z");
      await saved();
      expect(Object.values((await inFile(folder, who)) ?? {}).every((points) => points === null)).toBe(true);
    }));

  test("going on sets criteria that were not pressed to 0, and undo comes back to them", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      await press("1", "3");
      expect(await page.locator(".hint").innerText()).toContain("sets the 2 others to 0");
      await press("u");
      await saved();
      expect(await shown()).not.toBe(who);
      expect(await page.locator("#notice").innerText()).toBe("2 criteria of W1 set to 0 (z undoes).");
      expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 0, "zero-weights": 1, property: 0 });
      await press("z");
      await saved();
      expect(await shown()).toBe(who);
      expect(await inFile(folder, who)).toMatchObject({ bound: 1, "zero-weights": 1 });
      expect(await page.locator("[data-state=unmarked]").count()).toBe(2);
      // Without a key on a criterion, an answer is only looked at.
      await press("j", "j");
      await saved();
      expect(Object.keys(await folder.marks())).toHaveLength(1);
    }));

  test("four criteria, a comment used before and the next answer are seven keys", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      await press("c");
      await page.keyboard.type("Name Cauchy-Schwarz: $\\lvert w \\cdot \\delta \\rvert$");
      await press("Control+Enter", "f", "u");
      const who = await shown();
      const keys = ["1", "2", "3", "4", "c", "1", "u"];
      await press(...keys);
      await saved();
      expect(keys.length).toBeLessThanOrEqual(7);
      expect(await shown()).not.toBe(who);
      expect(await inFile(folder, who)).toEqual({
        bound: 1,
        attained: 1,
        "zero-weights": 1,
        property: 1,
        comment: "Name Cauchy-Schwarz: $\\lvert w \\cdot \\delta \\rvert$",
      });
    }));

  test("keys do nothing while something is typed, a dialog is open, or with Ctrl", () =>
    withDesk(async ({ page, press }, folder) => {
      await press("?");
      expect(await page.getByRole("dialog", { name: "Keys" }).isVisible()).toBe(true);
      await press("1", "f", "Escape", "Control+1", "Alt+f");
      await press("c");
      await page.keyboard.type("k j f 1");
      await press("Escape");
      await page.locator("#saved[data-is-saved=true]").waitFor();
      expect(await page.locator("[data-state=unmarked]").count()).toBe(4);
      expect(JSON.stringify(await folder.marks())).toContain("k j f 1");
    }));
});

describe("comments", () => {
  const write = async ({ page, press }: DeskPage, text: string): Promise<void> => {
    await press("c");
    await page.keyboard.type(text);
    await press("Escape");
  };

  test("a comment is saved while it is typed, as it was typed", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      const typed = 'Why "$\\nu$"? # See \\{W2\\}: \\\\ and `x`';
      await press("c");
      await page.keyboard.type(typed);
      expect(await page.locator("#saved").getAttribute("data-is-saved")).toBe("false");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ comment: typed });
      // The caret is still in the field.
      await page.keyboard.type("!");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ comment: `${typed}!` });
      await press("Escape", "z");
      await saved();
      expect(JSON.stringify(await folder.marks())).not.toContain("See");
    }));

  test("used comments are listed by use, filtered by typing, and picked by a number or Enter", () =>
    withDesk(async (desk, folder) => {
      const { page, press, saved, shown } = desk;
      await write(desk, "Name Cauchy-Schwarz.");
      await press("j");
      await write(desk, "The case w = 0 is missing.");
      await press("j", "c", "2");
      await press("j");
      const who = await shown();
      await press("c");
      const options = page.getByRole("option");
      expect(await options.allInnerTexts()).toEqual([
        expect.stringMatching(/1\s+The case w = 0 is missing\.\s+2×/),
        expect.stringMatching(/2\s+Name Cauchy-Schwarz\.\s+1×/),
      ]);
      await page.keyboard.type("cau");
      expect(await options.count()).toBe(1);
      await press("ArrowDown", "Enter");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ comment: "Name Cauchy-Schwarz." });
      // The next one goes below.
      await press("c", "1");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({
        comment: "Name Cauchy-Schwarz.\n\nThe case w = 0 is missing.",
      });
    }));

  test("the full stop adds the last comment again, once", () =>
    withDesk(async (desk, folder) => {
      const { press, saved, shown } = desk;
      await write(desk, "Name Cauchy-Schwarz.");
      await press("j", ".", ".");
      await saved();
      expect(await inFile(folder, await shown())).toMatchObject({ comment: "Name Cauchy-Schwarz." });
    }));

  test("a changed comment is changed here only, or everywhere after asking, and undo takes that back", () =>
    withDesk(async (desk, folder) => {
      const { page, press, saved, shown } = desk;
      const first = await shown();
      await write(desk, "Name Cauchy.");
      await press("j", ".");
      const second = await shown();
      await press("j", ".");
      const third = await shown();
      await page.locator("#comment").fill("Name Cauchy-Schwarz.");
      await press("Escape");
      const dialog = page.getByRole("dialog", { name: "Change this comment in 2 more answers too?" });
      await dialog.getByRole("button", { name: "Everywhere" }).click();
      await saved();
      for (const who of [first, second, third]) {
        expect(await inFile(folder, who)).toMatchObject({ comment: "Name Cauchy-Schwarz." });
      }
      await press("z");
      await saved();
      expect(await inFile(folder, first)).toMatchObject({ comment: "Name Cauchy." });
      expect(await inFile(folder, third)).toMatchObject({ comment: "Name Cauchy-Schwarz." });
      await press("k");
      await page.locator("#comment").fill("Name him.");
      await press("Escape");
      await page.getByRole("button", { name: "Here only" }).click();
      await saved();
      expect(await inFile(folder, second)).toMatchObject({ comment: "Name him." });
      expect(await inFile(folder, first)).toMatchObject({ comment: "Name Cauchy." });
    }));
});

describe("groups", () => {
  test("like answers are marked together, the marked ones only if they are chosen, and one is split out", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      await press("l");
      await page.locator(".groups button").first().click();
      const leader = await shown();
      const members = await page.locator(".group li label").allInnerTexts();
      const others = members.map((each) => each.trim());
      expect(others.length).toBeGreaterThan(0);
      await press("1", "2");
      await page.getByRole("button", { name: /Give all/ }).waitFor();
      await saved();
      for (const who of [leader, ...others]) {
        expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 1 });
      }
      await press("z");
      await saved();
      for (const who of [leader, ...others]) expect(await inFile(folder, who)).toMatchObject({ bound: 1 });
      await press("g");
      await page.getByRole("button", { name: `Take ${others[0]!} out of the group` }).click();
      await saved();
      expect(await inFile(folder, others[0]!)).toMatchObject({ alone: true });
      await press("f");
      await saved();
      expect(await inFile(folder, leader)).toMatchObject({ property: 1 });
      expect(await inFile(folder, others[0]!)).not.toMatchObject({ property: 1 });
    }));
});

describe("names", () => {
  test("are shown only on demand, and the file notes it", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      const submission = folder.made.find((each) => each.folder === folder.folderOf(who))!;
      const everything = await page.content();
      for (const { name, folder: id } of folder.made)
        expect(everything.includes(name) || everything.includes(id)).toBe(false);
      await press("n", "Escape", "n", "Enter");
      await page.locator("#answer .name").waitFor();
      expect(await page.locator("#answer .name").innerText()).toContain(submission.name);
      await saved();
      expect((await folder.marks())[submission.folder]).toMatchObject({ named: true });
    }));
});

describe("nothing is lost", () => {
  test("a file that is broken by hand refuses marks with a sentence, and takes them once it is corrected", () =>
    withDesk(
      async ({ page, press, saved, shown }, folder) => {
        const who = await shown();
        await press("f");
        await saved();
        const file = join(folder.folder, "marks.yaml");
        const good = await readFile(file, "utf8");
        await writeFile(file, good.replace("bound: 1", "bound: 7"));
        await press("j", "0");
        const next = await shown();
        const alert = page.getByRole("alert");
        await alert.waitFor();
        expect(await alert.innerText()).toMatch(/marks\.yaml:\d+:\d+: bound: got 7.*1 change is not saved\./s);
        await press("1");
        expect(await page.locator("#saved").innerText()).toContain("2 changes not saved");
        await writeFile(file, good);
        await page.getByRole("button", { name: "Try again" }).click();
        await saved();
        expect(await alert.count()).toBe(0);
        expect(await inFile(folder, next)).toMatchObject({ bound: 1, property: 0 });
        expect(await inFile(folder, who)).toMatchObject({ bound: 1, property: 1 });
      },
      { alarms: [/409/] },
    ));

  test("without the server nothing is shown as saved, and the page keeps what is marked", () =>
    withDesk(
      async ({ page, press, saved, server }, folder) => {
        await press("f");
        await saved();
        server.child.kill("SIGKILL");
        await press("u", "f", "u");
        await page.getByRole("alert").waitFor();
        expect(await page.getByRole("alert").innerText()).toContain("The desk does not answer");
        expect(await page.locator("#saved").innerText()).toContain("1 change not saved");
        expect(Object.keys(await folder.marks())).toHaveLength(1);
      },
      { alarms: [/Failed to load|ERR_/] },
    ));

  test("a change by hand is shown without losing what is being typed", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      await press("f");
      await saved();
      await press("c");
      await page.keyboard.type("Half of");
      await saved();
      const file = join(folder.folder, "marks.yaml");
      await writeFile(file, (await readFile(file, "utf8")).replace("property: 1", "property: 0"));
      await page.locator("#notice", { hasText: "was changed on disk" }).waitFor();
      expect(await page.locator("#total").innerText()).toContain("3 of 4");
      await page.keyboard.type(" it.");
      await press("Escape");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ property: 0, comment: "Half of it." });
    }));

  test("a reload shows the same answer", () =>
    withDesk(async ({ page, press, shown, saved }) => {
      await press("q", "j", "j", "f");
      const who = await shown();
      await saved();
      await page.reload();
      await page.locator("#answer h2").waitFor();
      expect(await shown()).toBe(who);
      expect(await page.locator("#total").innerText()).toMatch(/^4/);
    }));
});

describe("one submission whole", () => {
  test("has all answers, an overall comment, and an adjustment that needs a reason", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      await press("w");
      const who = await shown();
      expect(await page.locator("#answer .part").count()).toBe(5);
      await press("f", "j", "f");
      expect(await shown()).toBe(who);
      await page.getByLabel("Overall comment").fill("Well argued: $\\varepsilon$.");
      await page.getByLabel("Adjustment in points").fill("-1.5");
      await expect.poll(() => page.locator(".whole .note").innerText()).toContain("needs a reason");
      await page.getByLabel("Reason, for the student").fill("two days late");
      await press("Tab");
      await saved();
      expect((await folder.marks())[folder.folderOf(who)]).toMatchObject({
        W1: { bound: 1 },
        W2: { tight: 1 },
        comment: "Well argued: $\\varepsilon$.",
        adjustment: -1.5,
        reason: "two days late",
      });
    }));
});
