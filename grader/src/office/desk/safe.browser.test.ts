import { describe, expect, test } from "vitest";
import { overflow, seriousFindings } from "../../shared/testing/page.ts";
import { useDesk } from "./testing/use-desk.ts";

/* What students hand in never runs or loads anything, and everybody can use the page. */

const UNSAFE =
  "#answer .rendered :is(script, style, iframe, object, embed, form, base, link, svg, [style], [onload], [onerror])";
const withDesk = useDesk({ count: 24, seed: 5 });

test("answers of those who try run nothing, load nothing, and leave the page alive", () =>
  withDesk(async ({ page, press, shown, saved }, folder) => {
    const hostile = folder.made.filter(({ kind }) => kind === "hostile").map((each) => each.folder);
    const seen: string[] = [];
    for (const question of ["W1", "W2", "W3", "W4", "W5"]) {
      await page.getByRole("button", { name: new RegExp(`^${question} `) }).click();
      for (let index = 0; index < folder.made.length; index += 1) {
        if (index > 0) await press("j");
        const name = folder.folderOf(await shown());
        if (!hostile.includes(name)) continue;
        await page.locator("#answer .rendered, #answer .nothing:not(:text('Loading'))").first().waitFor();
        expect(await page.locator(UNSAFE).count()).toBe(0);
        seen.push(`${question} ${name}`);
      }
    }
    expect(seen).toHaveLength(5 * hostile.length);
    expect(hostile.length).toBeGreaterThan(0);
    expect(await page.locator("script").count()).toBe(1);
    await press("f");
    await saved();
  }));

describe.each(["light", "dark"] as const)("in a %s window", (colorScheme) => {
  test("no view has a serious axe finding, or is wider than 1024 or 800 pixels", () =>
    withDesk(
      async ({ page, press, saved }) => {
        const check = async (): Promise<void> => {
          expect(await seriousFindings(page)).toEqual([]);
          for (const width of [1024, 800]) {
            await page.setViewportSize({ width, height: 768 });
            expect(await overflow(page)).toBeLessThanOrEqual(0);
          }
          await page.setViewportSize({ width: 1280, height: 800 });
        };
        await press("1", "2", "2", "h", "3", "m");
        await check();
        await press("c");
        await page.keyboard.type("Name Cauchy-Schwarz.");
        await press("Escape", "s", "j", "c");
        await check();
        await press("1");
        await saved();
        // Keys that a typed text could have are ignored for a moment.
        await page.waitForTimeout(1000);
        for (const view of ["w", "l", "d", "?"]) {
          await press(view);
          await check();
        }
        await press("Escape", "d");
        while ((await page.locator("#answer .rendered img").count()) === 0) {
          await press("j");
          // An answer that is not rendered yet shows no picture.
          await page.waitForTimeout(200);
        }
        await press("p");
        await check();
      },
      { browser: { colorScheme } },
    ));
});
