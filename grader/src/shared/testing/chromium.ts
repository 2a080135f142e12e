import { chromium, type Browser } from "playwright-core";
import { findProgram } from "./find-program.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Starts the installed Chromium. @throws Error with instructions if it is not installed */
export async function launchChromium(env: NodeJS.ProcessEnv, isRoot: boolean): Promise<Browser> {
  // Chromium's sandbox does not start as root. It is not needed here: the pages are ours.
  return chromium.launch({ executablePath: findChromium(env), args: isRoot ? ["--no-sandbox"] : [] });
}

/** The path of the installed Chromium. @throws Error with instructions if it is not installed */
export function findChromium(env: NodeJS.ProcessEnv): string {
  const executablePath = env.PLAYWRIGHT_CHROMIUM ?? findProgram(NAMES, env.PATH ?? "");
  if (executablePath === undefined) {
    throw new Error(
      "Chromium is missing: install it with `bash .github/scripts/install-browsers.sh` (or apt-get install chromium), " +
        "or set PLAYWRIGHT_CHROMIUM to its path.",
    );
  }
  return executablePath;
}
