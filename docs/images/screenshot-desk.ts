import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeClass } from "../../grader/src/office/desk/testing/make-class.ts";
import { openDeskPage } from "../../grader/src/office/desk/testing/desk-page.ts";
import { launchChromium } from "../../grader/src/shared/testing/chromium.ts";
import { IMAGES_FOLDER } from "../../grader/src/shared/paths.ts";

/* `node --import tsx docs/images/screenshot-desk.ts` takes the pictures of the marking desk on a generated class. */

// Relative, since the page shows the path.
const folder = "out/desk/robustness";
await rm(folder, { recursive: true, force: true });
await makeClass(folder, { count: 40, seed: 3 });
await mkdir(IMAGES_FOLDER, { recursive: true });
const browser = await launchChromium(process.env, process.getuid?.() === 0);
for (const colorScheme of ["light", "dark"] as const) {
  const { page, press, saved, close } = await openDeskPage(browser, folder, ["--marker", "Ada L."], { colorScheme });
  if (colorScheme === "light") {
    for (const comment of ["Name Cauchy-Schwarz, and say when it is an equality.", "The case $w = 0$ is missing."]) {
      await press("c");
      await page.keyboard.type(comment);
      await press("Escape", "f", "u");
    }
  }
  for (let index = 0; index < 6; index += 1) await press("j");
  await press("1", "2", "2", "h", "3", "c");
  await saved();
  const name = colorScheme === "light" ? "desk" : "desk-dark";
  await page.screenshot({ path: join(IMAGES_FOLDER, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
  await close();
}
await browser.close();
await rm(folder, { recursive: true });
