import { describe, expect, test } from "vitest";
import type { DeskPage } from "./testing/desk-page.ts";
import { inFile, useDesk } from "./testing/use-desk.ts";

/* Writing comments, using them again, and changing them everywhere. */

const withDesk = useDesk({ count: 12, seed: 3 });

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

  test("a comment that begins with a digit never becomes marks", () =>
    withDesk(async (desk, folder) => {
      const { page, press, saved, shown } = desk;
      await write(desk, "Name Cauchy-Schwarz.");
      await press("j");
      const who = await shown();
      await press("c");
      await page.keyboard.type("1 point off for the sign, unfortunately");
      await press("Shift", "f");
      expect(await page.locator("#notice").innerText()).toContain("ignored");
      expect(await page.getByRole("dialog").count()).toBe(0);
      await saved();
      expect(await shown()).toBe(who);
      expect(await inFile(folder, who)).toEqual({ comment: "Name Cauchy-Schwarz." });
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
