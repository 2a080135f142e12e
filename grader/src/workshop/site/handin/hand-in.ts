import { collect } from "../../../../../template/handin/collect.ts";
import { answerLines, fileLines, pictureLines, stubLines } from "../../../../../template/handin/findings.ts";
import { pack } from "../../../../../template/handin/zip.ts";
import type { Workspace } from "../page/workspace.ts";
import { browserFolder } from "./browser-folder.ts";

/** What is handed in, and what `npm run handin` says of it. */
export interface HandIn {
  readonly name: string;
  readonly zip: Uint8Array;
  /** The files in it. */
  readonly paths: readonly string[];
  /** What is unfinished: stubs, tests, answers, pictures, files left out. */
  readonly sections: readonly (readonly string[])[];
}

/** Packs the very zip of `npm run handin`. @throws UsageError if there is nothing to hand in, or far too much */
export async function handIn(workspace: Pick<Workspace, "list" | "read">, tests: readonly string[]): Promise<HandIn> {
  const collected = await collect(browserFolder(workspace));
  const { files, answers } = collected;
  const sections = [stubLines(files), tests, answerLines(answers), pictureLines(collected), fileLines(collected)];
  return {
    name: "handin.zip",
    zip: pack(files),
    paths: files.map(({ path }) => path),
    sections: sections.filter((lines) => lines.length > 0),
  };
}
