import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../../grader/src/shared/testing/chromium.ts";
import { ROOT } from "../../../grader/src/shared/paths.ts";
import type { LabServer, StudentFolder } from "./lab-server.ts";

/*
 * `node --import tsx template/lab/testing/measure-start.ts 7` measures seven starts of `npm run lab` until the first adversarial
 * digit, and an edit in each until the new picture, each time at a student's very first start and again. Further arguments are
 * the folders of other working trees, which are measured in turns: other programs may slow the machine down.
 */

const TURNS = Number(process.argv[2] ?? 7);
const TREES = [ROOT, ...process.argv.slice(3).map((tree) => resolve(tree))];
const TICKS_PER_SECOND = 100;

/** Times in milliseconds since the command. */
type Times = Readonly<Record<string, number>>;

/** Each tree has its own command. */
interface Tree {
  readonly makeStudentFolder: (sources: "solution") => Promise<StudentFolder>;
  readonly startLab: (folder: string) => Promise<LabServer>;
}

/** Runs in the page, before its own scripts: records when parts of it are first there. */
const watch = `
  window.seen = {};
  const parts = { "page drawn": "#lab header", "worker ready": "nav", "adversarial digit": "#adversarial" };
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(parts))
      if (!(name in seen) && document.querySelector(selector) !== null) seen[name] = Date.now();
  }).observe(document, { childList: true, subtree: true });
`;

const browser = await launchChromium(process.env, process.getuid?.() === 0);
const measured = new Map<string, Times[]>();
for (let turn = 0; turn < TURNS; turn += 1) {
  for (const tree of TREES) {
    const { makeStudentFolder, startLab } = (await import(join(tree, "template/lab/testing/lab-server.ts"))) as Tree;
    const student = await makeStudentFolder("solution");
    for (const start of ["first start", "later start"]) {
      const key = `${tree} ${start}`;
      measured.set(key, [...(measured.get(key) ?? []), await measure(student, startLab)]);
    }
    await student.remove();
  }
  console.error(
    `turn ${turn + 1} of ${TURNS}, load ${loadavg()
      .map((each) => each.toFixed(1))
      .join(" ")}`,
  );
}
await browser.close();
for (const [key, times] of measured) {
  console.log(`\n${key}`);
  for (const name of Object.keys(times[0] ?? {})) {
    const values = times.map((each) => each[name] ?? NaN).sort((a, b) => a - b);
    const at = (share: number): string => (values[Math.floor((values.length - 1) * share)] ?? NaN).toFixed(0);
    console.log(`  ${name.padEnd(22)} median ${at(0.5).padStart(5)} ms   ${at(0)} to ${at(1)}`);
  }
}

async function measure(student: StudentFolder, startLab: Tree["startLab"]): Promise<Times> {
  const [usedBefore, context] = [await browserMs(browser), await browser.newContext()];
  const page = await context.newPage();
  await page.addInitScript(watch);
  const spawnedAt = Date.now();
  const server = await startLab(student.folder);
  try {
    await page.goto(`${server.url}?engine=wasm`);
    await page.waitForSelector("#adversarial");
    const seen = await page.evaluate<Times>("window.seen");
    const since = Object.entries(seen).map(([name, at]) => [name, at - spawnedAt] as const);
    const [serverMs, usedMs] = [await processMs(server.pid), (await browserMs(browser)) - usedBefore];
    await page.waitForTimeout(1000);
    const edited = await editToPicture(page, student);
    return {
      "address printed": server.startedMs,
      ...Object.fromEntries(since),
      "server's processor": serverMs,
      "browser's processor": usedMs,
      "edit to picture": edited,
    };
  } finally {
    await context.close();
    await server.stop();
  }
}

/** The time from saving fgsm.ts until the page shows other pixels. */
async function editToPicture(page: Page, student: StudentFolder): Promise<number> {
  const [file, from, to] = ["mnist/fgsm.ts", "tf.mul(epsilon,", "tf.mul(epsilon / 2,"];
  const text = await student.read(file);
  if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
  const changed = page.evaluate<number>(`new Promise((resolve) => {
    const pixels = () => String([...document.querySelector("#adversarial")?.pixels ?? []]);
    const before = pixels();
    const look = () => (pixels() !== before && pixels() !== "" ? resolve(Date.now()) : setTimeout(look, 2));
    look();
  })`);
  await page.waitForTimeout(100);
  const savedAt = Date.now();
  await student.write(file, text.replace(from, to));
  const tookMs = (await changed) - savedAt;
  await student.write(file, text);
  return tookMs;
}

/** The processor time of a process and its children, of which esbuild is one. */
async function processMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ownMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(" ");
  const childrenMs = await Promise.all(children.filter((each) => each !== "").map((each) => processMs(Number(each))));
  return childrenMs.reduce((sum, each) => sum + each, ownMs);
}

async function browserMs(chromium: Browser): Promise<number> {
  const session = await chromium.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + 1000 * cpuTime, 0);
}
