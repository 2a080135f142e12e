import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../paths.ts";

const PARTS = ["package.json", "robustness-lab", "node_modules", "grader", "fixtures", "solution", "template", ".github"];

/** Makes a folder a clone of this repository that costs nothing: by links. */
export async function linkClone(folder: string): Promise<void> {
  for (const name of PARTS) await symlink(join(ROOT, name), join(folder, name));
}

/** How a shell ended: its exit code, or the signal that ended it; and what it printed on either stream. */
export interface ShellEnd {
  readonly code: unknown;
  readonly printed: string;
}

/** Runs bash in a folder that is its home too, with these variables and PATH and no others. */
export function runBash(
  args: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ShellEnd> {
  const env = { PATH: process.env["PATH"], HOME: folder, ...variables };
  return new Promise((resolve) => {
    execFile("bash", args, { cwd: folder, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), printed: out + err });
    });
  });
}

/** Runs what is pasted into bash, up to the first command that fails; both streams as one, as a terminal shows them. */
export function paste(
  script: string,
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ShellEnd> {
  return runBash(["-e", "-c", `exec 2>&1\n${script}`], folder, variables);
}
