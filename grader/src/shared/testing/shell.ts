import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { ROOT } from "../paths.ts";

const PARTS = [
  "package.json",
  "robustness-lab",
  "node_modules",
  "grader",
  "fixtures",
  "solution",
  "template",
  ".github",
];

/** Makes a folder look like a clone of this repository, by links. */
export async function linkClone(folder: string): Promise<void> {
  for (const name of PARTS) await symlink(join(ROOT, name), join(folder, name));
}

export interface ShellEnd {
  /** The exit code, or the signal that ended the shell. */
  readonly code: number | string | undefined;
  /** Both streams. */
  readonly printed: string;
}

/** Runs bash in a folder that is also its HOME, with PATH and these variables only. */
export async function runBash(
  args: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ShellEnd> {
  const env = { PATH: process.env["PATH"], HOME: folder, ...variables };
  const options = { cwd: folder, env, extendEnv: false, reject: false, stripFinalNewline: false } as const;
  const { exitCode, signal, stdout, stderr } = await execa("bash", args, options);
  return { code: exitCode ?? signal, printed: stdout + stderr };
}

/** Runs a script in bash up to the first command that fails; the streams are interleaved as in a terminal. */
export function paste(
  script: string,
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ShellEnd> {
  return runBash(["-e", "-c", `exec 2>&1\n${script}`], folder, variables);
}
