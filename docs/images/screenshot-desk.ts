import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeClass } from "../../grader/src/office/desk/testing/make-class.ts";
import { openDeskPage } from "../../grader/src/office/desk/testing/desk-page.ts";
import { launchChromium } from "../../grader/src/shared/testing/chromium.ts";
import { IMAGES_FOLDER } from "../../grader/src/shared/paths.ts";

/* `node --import tsx docs/images/screenshot-desk.ts` takes the picture of the marking desk on a generated class. */

// Relative, since the page shows the path.
const folder = "out/desk/robustness";
await rm(folder, { recursive: true, force: true });
await makeClass(folder, { count: 40, seed: 3 });
const browser = await launchChromium(process.env, process.getuid?.() === 0);
const { page, press, saved, close } = await openDeskPage(browser, folder, ["--marker", "Ada L."], {
  colorScheme: "light",
});
for (const comment of ["Name Cauchy-Schwarz, and say when it is an equality.", "The case $w = 0$ is missing."]) {
  await press("c");
  await page.keyboard.type(comment);
  await press("Escape", "f", "u");
}
for (let index = 0; index < 6; index += 1) await press("j");
await press("1", "2", "2", "h", "3", "c");
await saved();
await page.screenshot({ path: join(IMAGES_FOLDER, "desk.png") });
console.log("docs/images/desk.png");
await close();
await browser.close();
await rm(folder, { recursive: true });
