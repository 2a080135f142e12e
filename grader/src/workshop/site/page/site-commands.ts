import type { HandIn } from "../handin/hand-in.ts";
import { testFindings } from "../handin/test-findings.ts";
import type { Command } from "./command.ts";
import { showHandIn } from "./hand-in-dialog.ts";
import type { LabView } from "./lab-view.ts";
import type { Site } from "./site.ts";
import type { Tests } from "./state.ts";

export interface SiteCommandParts {
  readonly site: Pick<Site, "handIn" | "takeIn" | "content">;
  readonly lab: LabView;
  readonly tell: (notice: string) => void;
  /** Runs all public tests. */
  readonly runTests: () => Promise<Pick<Tests, "results" | "sentence">>;
}

/** Hand in, take in, and the lab. */
export function siteCommands({ site, lab, tell, runTests }: SiteCommandParts): readonly Command[] {
  const takeIn = (isFolder: boolean) => async (): Promise<void> => {
    const files = await choose(isFolder);
    const [first] = files;
    if (first === undefined) return;
    try {
      const given = isFolder ? files : new Uint8Array(await first.arrayBuffer());
      const result = await site.takeIn(given, mayReplace);
      if (result === null) return tell("Nothing is taken in, and your files are as they were.");
      const { files: taken, leftOut } = result;
      const rest = leftOut.length === 0 ? "" : ` ${leftOut.length} others are left out.`;
      tell(`${Object.keys(taken).length} files are taken in.${rest} The texts before are in each file's history.`);
    } catch (error) {
      tell(`Nothing is taken in: ${messageOf(error)}.`);
    }
  };
  const found = async (): Promise<HandIn> => {
    const { results, sentence } = await runTests();
    return site.handIn(testFindings(results, sentence));
  };
  const failed = (error: unknown) => ({ problem: messageOf(error) });
  return [
    { title: "Lab: attack digits, draw curves, train", button: "Lab", run: lab.open },
    {
      title: "Hand in: what is unfinished, and the zip",
      button: "Hand in",
      run: () => showHandIn(() => found().catch(failed), site.content.handInLink),
    },
    { title: "Take in a zip that was handed in", words: WORDS, run: takeIn(false) },
    { title: "Take in a folder, such as the exercise on this computer", words: WORDS, run: takeIn(true) },
  ];
}

const WORDS = "import upload restore load";

function mayReplace(paths: readonly string[]): boolean {
  return confirm(
    `Replace ${paths.length === 1 ? "this file" : `these ${paths.length} files`} of yours?\n\n${paths.join("\n")}\n\nThe texts as they are now stay in "History of this file".`,
  );
}

/** @returns no files if the student cancels */
function choose(isFolder: boolean): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement("input"), { type: "file" });
    if (isFolder) input.webkitdirectory = true;
    else input.accept = ".zip";
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
