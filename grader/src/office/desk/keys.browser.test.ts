import { describe, expect, test } from "vitest";
import { inFile, useDesk } from "./testing/use-desk.ts";

/* The keys of the desk in a real browser, on the real command. The file on disk says what a key did. */

const withDesk = useDesk({ count: 24, seed: 3 });

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
      expect(await page.locator("#total").innerText()).toContain("unmarked");
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
      expect(await page.locator(".hint").innerText()).toContain("sets the other 2 to 0");
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
