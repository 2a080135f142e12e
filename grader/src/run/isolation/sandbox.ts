/** What a sandboxed child sees: two folders, and the engine it is to use. */
export interface SandboxView {
  readonly runtimeFolder: string;
  readonly runtimeEntry: string;
  readonly submissionFolder: string;
  readonly engine: string;
  /** The installed packages, for a native engine. */
  readonly nodeModules?: string;
}

/** A command that starts a sandboxed child. It inherits nothing but what is said here. */
export interface SandboxCommand {
  readonly file: string;
  readonly args: readonly string[];
}

export type IsolationName = "bubblewrap" | "node";
export type IsolationChoice = "auto" | IsolationName;

/** A way to keep a submission in. */
export interface Isolation {
  readonly name: IsolationName;
  /** Told loudly where it is weaker than it should be. */
  readonly warning?: string;
  readonly command: (view: SandboxView) => SandboxCommand;
}

/** Megabytes of JavaScript heap a submission has; tensors live outside of it. */
const HEAP_MEGABYTES = 1024;

/** Node's own options for a child that may read the given folders and nothing else, start nothing and write nothing. */
export function nodeOptions(nodeMajor: number, readable: readonly string[], native: boolean): readonly string[] {
  return [
    nodeMajor >= 23 ? "--permission" : "--experimental-permission",
    ...readable.map((folder) => `--allow-fs-read=${folder}/*`),
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    "--enable-source-maps",
    "--no-warnings",
    // A native engine is an add-on itself.
    native ? "--allow-addons" : "--no-addons",
  ];
}
