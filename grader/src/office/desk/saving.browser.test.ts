import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { endDesk, startDesk } from "./testing/desk-process.ts";
import { inFile, useDesk } from "./testing/use-desk.ts";

/* What the page does when marks cannot be saved, or somebody else changes them. */

const withDesk = useDesk({ count: 12, seed: 3 });

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

  test("a desk that is started again saves what was marked meanwhile", () =>
    withDesk(
      async ({ page, press, saved, shown, server }, folder) => {
        server.child.kill("SIGKILL");
        const who = await shown();
        await press("f");
        await page.getByRole("alert").waitFor();
        const again = await startDesk(folder.folder);
        try {
          await saved();
          expect(await inFile(folder, who)).toMatchObject({ bound: 1, property: 1 });
        } finally {
          await endDesk(again, "SIGINT");
        }
      },
      { alarms: [/Failed to load|ERR_/] },
    ));

  test("marks for an earlier submission do not count, and the page says so", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      await press("f");
      await saved();
      const file = join(folder.folder, "marks.yaml");
      await writeFile(file, (await readFile(file, "utf8")).replace(/sha256: .*/, "sha256: 0123456789ab"));
      await page.locator("#answer .note", { hasText: "the earlier answer got 4 of 4" }).waitFor();
      expect(await page.locator("#total").innerText()).toContain("unmarked");
      await press("1");
      await saved();
      expect(await inFile(folder, who)).toEqual({ bound: 1 });
    }));

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

  test("neither a key right after an edit by hand nor undo takes the edit back", () =>
    withDesk(async ({ press, saved, shown }, folder) => {
      const who = await shown();
      await press("f", "1");
      await saved();
      const file = join(folder.folder, "marks.yaml");
      await writeFile(file, (await readFile(file, "utf8")).replace("property: 1", "property: 0.5"));
      // The page has not heard of the edit yet.
      await press("2");
      await saved();
      expect(await inFile(folder, who)).toEqual({ bound: 0, attained: 0, "zero-weights": 1, property: 0.5 });
      await press("z", "z");
      await saved();
      expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 1, "zero-weights": 1, property: 0.5 });
    }));

  test("a reading of the desk under way does not bring back the marks before a key", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      await page.route(
        "**/api/desk",
        async (route) => {
          const response = await route.fetch();
          await press("f");
          // Time enough to save it.
          await page.waitForTimeout(1000);
          await route.fulfill({ response });
        },
        { times: 1 },
      );
      await writeFile(join(folder.folder, "marks-ada.yaml"), "marker: Ada\nsubmissions:\n  s1001:\n    W2: full\n");
      await page.locator("#notice", { hasText: "changed on disk" }).waitFor();
      await saved();
      expect(await page.locator("#total").innerText()).toContain("4 of 4");
      expect(await inFile(folder, who)).toMatchObject({ bound: 1, property: 1 });
    }));

  test("answers that were handed in again take no mark until the page shows them", () =>
    withDesk(
      async ({ page, press, saved, shown }, folder) => {
        const who = await shown();
        const file = join(folder.folder, folder.folderOf(who), "result.json");
        const text = await readFile(file, "utf8");
        await writeFile(file, text.replace(/"sha256": ?"[0-9a-f]+"/, `"sha256":"${"e".repeat(64)}"`));
        await press("f");
        await page.getByRole("alert").waitFor();
        expect(await page.getByRole("alert").innerText()).toContain("handed in again meanwhile");
        await page.locator("#notice", { hasText: "changed on disk" }).waitFor();
        await press("1");
        await saved();
        expect(await inFile(folder, who)).toEqual({ bound: 1 });
      },
      { alarms: [/400/] },
    ));

  test("a mistake in the file is shown at once, and its correction too", () =>
    withDesk(async ({ page, press, saved }, folder) => {
      await press("f");
      await saved();
      const file = join(folder.folder, "marks.yaml");
      const good = await readFile(file, "utf8");
      await writeFile(file, good.replace("bound: 1", "bound: 7"));
      await page.getByRole("alert").waitFor();
      expect(await page.getByRole("alert").innerText()).toMatch(/bound: got 7.*Nothing can be saved until then/s);
      await writeFile(file, good);
      await saved();
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  test("a change that waits leaves alone what is corrected by hand meanwhile", () =>
    withDesk(
      async ({ page, press, saved, shown }, folder) => {
        const who = await shown();
        await press("f");
        await saved();
        const file = join(folder.folder, "marks.yaml");
        const good = await readFile(file, "utf8");
        await writeFile(file, good.replace("bound: 1", "bound: 7"));
        await press("2");
        await page.getByRole("alert").waitFor();
        await writeFile(file, good.replace("property: 1", "property: 0.5"));
        await page.getByRole("button", { name: "Try again" }).click();
        await saved();
        expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 0, "zero-weights": 1, property: 0.5 });
      },
      { alarms: [/409/] },
    ));

  test("a comment that is too long stays in its field, and nothing else waits for it", () =>
    withDesk(async ({ page, press, saved, shown }, folder) => {
      const who = await shown();
      const typed = "x".repeat(2001);
      await page.locator("#comment").fill(typed);
      await press("Escape", "f", "j", "0");
      const next = await shown();
      await expect.poll(() => inFile(folder, next)).toMatchObject({ bound: 0 });
      expect(await inFile(folder, who)).toEqual({ bound: 1, attained: 1, "zero-weights": 1, property: 1 });
      expect(await page.locator("#saved").innerText()).toContain(`Not saved: a text on ${who}`);
      await press("k");
      expect(await page.locator("#comment").inputValue()).toBe(typed);
      expect(await page.locator(".comment .note").innerText()).toContain("got 2001 characters, expected at most 2000");
      await page.locator("#comment").fill("Shorter.");
      await press("Escape");
      await saved();
      expect(await inFile(folder, who)).toMatchObject({ bound: 1, comment: "Shorter." });
    }));

  test("a change that can never be saved is put aside with its sentence, and the rest is saved", () =>
    withDesk(
      async ({ page, press, saved, shown }, folder) => {
        await page.route(
          "**/api/marks",
          (route) => route.fulfill({ status: 400, json: { problem: "this was too much" } }),
          { times: 1 },
        );
        await press("f", "j", "0");
        const next = await shown();
        await saved();
        expect(await page.getByRole("alert").innerText()).toMatch(/W1 of .*: this was too much/);
        expect(await inFile(folder, next)).toMatchObject({ bound: 0 });
        await page.getByRole("button", { name: "Seen" }).click();
        expect(await page.getByRole("alert").count()).toBe(0);
      },
      { alarms: [/400/] },
    ));

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
