import { launchChromium } from "../../../shared/testing/chromium.ts";
import { makeClassFolder, openDeskPage } from "./desk-page.ts";

/*
 * node --import tsx grader/src/office/desk/testing/measure-page.ts [students] prints how long a key takes in the page: from keydown
 * until the next answer is painted, and until a mark is shown as saved.
 */

const count = Number(process.argv[2] ?? 200);
const browser = await launchChromium(process.env, process.getuid?.() === 0);
const folder = await makeClassFolder(count, 1);
const desk = await openDeskPage(browser, folder.folder);
await desk.page.evaluate(`{
  const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); }));
  const press = (key) => document.querySelector("#answer").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const isShown = () => document.querySelector("#answer .nothing")?.textContent !== "Loading…";
  const isSaved = () => document.querySelector("#saved").dataset.isSaved === "true";
  globalThis.measure = async (key, times, isDone) => {
    const taken = [];
    for (let index = 0; index < times; index += 1) {
      await pause();
      const start = performance.now();
      press(key);
      do await frame(); while (!isDone());
      taken.push(performance.now() - start);
    }
    return taken;
  };
  globalThis.measureNext = (times) => measure("j", times, isShown);
  globalThis.measureSaved = (times) => measure("1", times, isSaved);
}`);
for (const [what, call] of [
  ["next answer painted", `measureNext(${count - 1})`],
  ["mark shown as saved", `measureSaved(${count})`],
] as const) {
  const taken = (await desk.page.evaluate<number[]>(call)).sort((one, other) => one - other);
  const at = (share: number): string => (taken[Math.floor(share * (taken.length - 1))] ?? 0).toFixed(1);
  console.log(`${what}: median ${at(0.5)} ms, slowest ${at(1)} ms, of ${taken.length}`);
}
await desk.close();
await browser.close();
await folder.remove();
