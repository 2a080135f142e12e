import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";
import type { TestResult, TestRun } from "../page/workspace.ts";

/** The page of harness/, and what happened on it. */
export interface Harness {
  readonly page: Page;
  readonly requests: readonly string[];
  /** Uncaught errors, and violations of the policy. */
  readonly errors: readonly string[];
  /** Evaluates an expression in which `site` is the site. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly runTests: (testFiles?: readonly string[]) => Promise<TestRun & { readonly results: readonly TestResult[] }>;
}

/** Opens the harness, and waits until the site is open. */
export async function openHarness(context: BrowserContext, url: string): Promise<Harness> {
  const page = await context.newPage();
  const [requests, errors]: [string[], string[]] = [[], []];
  context.on("request", (request) => void requests.push(request.url()));
  page.on("pageerror", (error) => void errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy/.test(message.text())) errors.push(message.text());
  });
  await page.goto(`${url}harness.html`);
  await untilIsolated(page);
  const evaluate = <T>(expression: string): Promise<T> => page.evaluate<T>(`window.site.then((site) => ${expression})`);
  await evaluate("undefined");
  return {
    page,
    requests,
    errors,
    evaluate,
    write: (files) =>
      evaluate(`Object.entries(${JSON.stringify(files)}).forEach(([path, text]) => site.workspace.write(path, text))`),
    runTests: (testFiles) =>
      evaluate(`(async () => {
        const results = [];
        const run = await site.tests.run(${JSON.stringify(testFiles ?? null)}, (result) => results.push(result));
        return { ...run, results };
      })()`),
  };
}

/** The page reloads once. */
async function untilIsolated(page: Page): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const isReady = await page.evaluate<boolean>("crossOriginIsolated && 'site' in window").catch(() => false);
    if (isReady) return;
    await page.waitForTimeout(50);
  }
  throw new Error("the page is not isolated");
}

/** The reference, as a student's files. */
export async function readReference(): Promise<Record<string, string>> {
  const src = join(SOLUTION_FOLDER, "src");
  const names = await readdir(src, { recursive: true });
  const files = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return Object.fromEntries(
    await Promise.all(
      files.map(
        async (name) => [`src/${name.replaceAll("\\", "/")}`, await readFile(join(src, name), "utf8")] as const,
      ),
    ),
  );
}
