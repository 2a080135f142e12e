import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../grader/src/shared/paths.ts";

/** A student's folder: a copy of the template with its packages, and with the stubs or the solution as src/. */
export interface StudentFolder {
  readonly folder: string;
  readonly read: (file: string) => Promise<string>;
  /** Writes a file below src/, as an editor does on save. */
  readonly write: (file: string, text: string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Copies the template. The packages are links, but the copy has its own cache of bundles. */
export async function makeStudentFolder(sources: "template" | "solution"): Promise<StudentFolder> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), "lab-")));
  const folder = join(parent, "robustness-lab");
  const isWanted = (path: string) => !/node_modules|\.test\.ts$/.test(path.slice(ROOT.length));
  for (const name of ["lab", "experiments", "package.json", "tsconfig.json"]) {
    await cp(join(ROOT, "template", name), join(folder, name), { recursive: true, filter: isWanted });
  }
  await cp(join(ROOT, sources, "src"), join(folder, "src"), { recursive: true, filter: isWanted });
  await linkPackages(folder);
  const pathOf = (file: string) => join(folder, "src", file);
  return {
    folder,
    read: (file) => readFile(pathOf(file), "utf8"),
    write: (file, text) => writeFile(pathOf(file), text),
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}

async function linkPackages(folder: string): Promise<void> {
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(join(ROOT, "node_modules"))) {
    if (name !== ".cache") await symlink(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
}

/** A running server. */
export interface LabServer {
  readonly url: string;
  /** The time from the start of the command until it printed its address. */
  readonly startedMs: number;
  /** The start of the command, on the clock of performance.now(). */
  readonly spawnedAt: number;
  readonly pid: number;
  /** Ends the server as Ctrl-C does. @returns the exit code */
  readonly stop: () => Promise<number | null>;
}

/** Runs the command of `npm run lab` in a folder, until it prints its address. */
export async function startLab(folder: string, args: readonly string[] = []): Promise<LabServer> {
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, ["lab/server/main.mjs", ...args], { cwd: folder });
  const exited = once(child, "exit");
  let printed = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /The lab is at (\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => reject(new Error(`the lab did not start: ${printed}`)));
  });
  return {
    url,
    pid: child.pid ?? NaN,
    spawnedAt,
    startedMs: performance.now() - spawnedAt,
    stop: async () => {
      child.kill("SIGINT");
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
