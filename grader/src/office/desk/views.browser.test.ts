import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFile, useDesk } from "./testing/use-desk.ts";

/* Other ways through the answers than one question after the other. */

const withDesk = useDesk({ count: 24, seed: 3 });

describe("groups", () => {
  test("a list without an answer takes no marks, and a number opens a group", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      await press("d", "1", "f", "0", "s", ".", "c", "n");
      expect(await page.locator("#notice").innerText()).toContain("No answer is shown");
      await press("l", "f", "0", "s", "j");
      await saved();
      expect(await page.locator("#notice").innerText()).toContain("a number opens a group");
      await press("1");
      expect(await page.locator(".group.is-on").count()).toBe(1);
      await press("1");
      await saved();
      const who = await shown();
      expect(await inFile(folder, who)).toEqual({ bound: 1 });
    }));

  test("a key changes its criterion only, and giving all the marks copies every one", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      await press("l", "1", "g", "1", "g");
      const leader = await shown();
      const others = (await page.locator(".group li label").allInnerTexts()).map((each) => each.trim());
      await press("3");
      await saved();
      expect(await inFile(folder, leader)).toEqual({ bound: 1, "zero-weights": 1 });
      for (const who of others) expect(await inFile(folder, who)).toEqual({ "zero-weights": 1 });
      await page.getByRole("button", { name: /Give all/ }).click();
      await saved();
      for (const who of others) expect(await inFile(folder, who)).toEqual({ bound: 1, "zero-weights": 1 });
    }));

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
      await page.getByRole("button", { name: `Split ${others[0]!} out of the group` }).click();
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
      // Enter cancels: a name must not be shown by chance.
      await press("n", "Escape", "n", "Enter");
      expect(await page.locator("#answer .name").count()).toBe(0);
      await press("n", "Shift+Tab", "Enter");
      await page.locator("#answer .name").waitFor();
      expect(await page.locator("#answer .name").innerText()).toContain(submission.name);
      await saved();
      expect((await folder.marks())[submission.folder]).toMatchObject({ named: true });
    }));
});

describe("one submission whole", () => {
  test("has all answers, an overall comment, and an adjustment that needs a reason", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const position = async (): Promise<string> =>
        (await page.locator("#answer .eyebrow").innerText()).replace(/^\d+ of (\d+).*/s, "$1");
      const submissions = await position();
      await press("w");
      expect(await position()).toBe(submissions);
      const who = await shown();
      expect(await page.locator("#answer .part").count()).toBe(5);
      await press("f", "j", "f");
      expect(await shown()).toBe(who);
      await page.getByLabel("Overall comment").fill("Well argued: $\\varepsilon$.");
      await page.getByLabel("Adjustment in points").fill("-1,5");
      await expect.poll(() => page.locator(".whole .note").innerText()).toContain("needs a reason");
      await press("Escape");
      expect(await page.locator("#saved").innerText()).toContain(`Not saved: a text on ${who}`);
      await press("o");
      await expect.poll(() => page.locator("#overall:focus").count()).toBe(1);
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

describe("pictures", () => {
  test("are zoomed, turned and moved by keys, and Escape goes back to marking", () =>
    withDesk(async ({ page, press, shown, saved }, folder) => {
      while ((await page.locator("#answer .rendered img").count()) === 0) {
        await press("j");
        // An answer that is not rendered yet shows no picture.
        await page.waitForTimeout(200);
      }
      const who = await shown();
      const picture = page.locator("#answer .rendered img").first();
      const width = await picture.evaluate(async (image) => {
        const { decode, naturalWidth } = image as unknown as { decode: () => Promise<void>; naturalWidth: number };
        await decode.call(image);
        return naturalWidth;
      });
      expect(width).toBeGreaterThan(0);
      await press("p");
      const dialog = page.getByRole("dialog");
      const transform = (): Promise<string> =>
        dialog
          .locator("img")
          .evaluate((image) => (image as unknown as { style: { transform: string } }).style.transform);
      await dialog.locator("img").waitFor();
      expect(await transform()).toBe("translate(0px, 0px) rotate(0deg) scale(1)");
      await press("+", "r", "ArrowRight");
      expect(await transform()).toBe("translate(-60px, 0px) rotate(90deg) scale(1.25)");
      await press("0");
      expect(await transform()).toBe("translate(0px, 0px) rotate(0deg) scale(1)");
      await press("Escape");
      expect(await dialog.count()).toBe(0);
      await press("f");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ bound: 1 });
    }));
});

describe("documents", () => {
  test("a PDF is shown, and another document is a link", () =>
    withDesk(async ({ page, press }) => {
      while ((await page.locator("iframe").count()) === 0) await press("j");
      expect(await page.locator("iframe").getAttribute("src")).toMatch(/^files\/[^/]+\/answers-document-1\.pdf$/);
      expect(await page.locator("details:has(iframe)").getAttribute("open")).not.toBe(null);
      while ((await page.getByRole("link", { name: "answers.docx" }).count()) === 0) await press("k");
    }));
});

describe("second opinions and differences", () => {
  const MARKS = (name: string, points: number, more = "") =>
    `marker: ${name}\nsubmissions:\n  s1001:\n    W1: {bound: 1, attained: ${points}, zero-weights: 1, property: 1${more}}\n`;

  test("show both markers' marks, and a key takes one of them as final", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      await writeFile(join(folder.folder, "marks-ada.yaml"), MARKS("Ada", 1));
      await writeFile(join(folder.folder, "marks-bob.yaml"), MARKS("Bob", 0, ', comment: "Why equal?"'));
      await page.locator("#notice", { hasText: "changed on disk" }).waitFor();
      await press("d");
      expect(folder.folderOf(await shown())).toBe("s1001");
      expect(await page.locator(".comparison thead").innerText()).toMatch(/A Ada\s+B Bob/);
      expect(await page.locator(".comparison .differs").innerText()).toMatch(/1\s+0/);
      await press("b");
      await saved();
      expect((await folder.marks())["s1001"]).toMatchObject({
        W1: { bound: 1, attained: 0, "zero-weights": 1, property: 1, comment: "Why equal?", final: true },
      });
      expect(await page.locator(".differences button").innerText()).toContain("decided");
      await press("h", "2");
      await saved();
      expect((await folder.marks())["s1001"]).toMatchObject({ W1: { attained: 1, final: true } });
    }));

  test("are decided one at a time, and only once every criterion has points", () =>
    withDesk(async ({ page, press, saved }, folder) => {
      const { folder: own, of } = folder.made.find(({ kind, answers }) => kind === "copy" && answers["W1"] !== "")!;
      await writeFile(join(folder.folder, "marks-ada.yaml"), MARKS("Ada", 1).replace("s1001", own));
      await writeFile(join(folder.folder, "marks-bob.yaml"), MARKS("Bob", 0).replace("s1001", own));
      await page.locator("#notice", { hasText: "changed on disk" }).waitFor();
      await press("d", "g");
      expect(await page.locator("#notice").innerText()).toBe("Differences are decided one at a time.");
      await press("1");
      await saved();
      expect((await folder.marks())[own]).toMatchObject({ W1: { bound: 1 } });
      expect((await folder.marks())[own]).not.toMatchObject({ W1: { final: true } });
      expect(await page.locator(".differences button").innerText()).not.toContain("decided");
      await press("j");
      await saved();
      expect(await page.locator("#notice").innerText()).toMatch(/^3 criteria of W1 set to 0 .*This is the last one/);
      expect((await folder.marks())[own]).toMatchObject({ W1: { bound: 1, property: 0, final: true } });
      expect((await folder.marks())[of!]).toBeUndefined();
    }));

  test("the marks side by side and the keys that take them are in sight, and the page does not scroll", () =>
    withDesk(async ({ page, press }, folder) => {
      await writeFile(join(folder.folder, "marks-ada.yaml"), MARKS("Ada", 1, `, comment: "${"Why? ".repeat(60)}"`));
      await writeFile(join(folder.folder, "marks-bob.yaml"), MARKS("Bob", 0));
      await page.locator("#notice", { hasText: "changed on disk" }).waitFor();
      await press("d");
      for (const [width, height] of [
        [1440, 900],
        [1024, 768],
      ] as const) {
        await page.setViewportSize({ width, height });
        const table = (await page.locator(".comparison table").boundingBox())!;
        expect(table.y + table.height).toBeLessThan(height);
        expect(table.x + table.width).toBeLessThanOrEqual(width);
        expect(await page.locator(".comparison button").count()).toBe(2);
        expect(await page.evaluate("document.documentElement.scrollHeight")).toBe(height);
      }
    }));

  test("an answer that is flagged by anybody is listed", () =>
    withDesk(async ({ page, press, saved }, folder) => {
      await writeFile(join(folder.folder, "marks-ada.yaml"), MARKS("Ada", 1, ", second-opinion: true"));
      await page.locator("#notice", { hasText: "changed on disk" }).waitFor();
      await press("j", "s", "d");
      await saved();
      expect(await page.locator(".differences li").count()).toBe(2);
    }));
});
