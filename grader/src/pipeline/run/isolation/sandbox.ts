/** What a sandboxed child sees: two folders, and the engine it is to use. */
export interface SandboxView {
  readonly runtimeFolder: string;
  readonly runtimeEntry: string;
  readonly submissionFolder: string;
  readonly engine: string;
  /** Present for a native engine. */
  readonly native?: NativeView;
}

/** What a native engine needs besides. */
export interface NativeView {
  /** The native package: its add-on, and TensorFlow's libraries. */
  readonly folder: string;
  /** The system's libraries that these are linked with and, for a GPU, those of its driver and of CUDA. */
  readonly libraries: readonly string[];
  readonly onGpu: boolean;
}

/** A command that starts a sandboxed child. It inherits nothing but what is said here. */
export interface SandboxCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Written to descriptor 4, from which bubblewrap reads it; absent where there is none. */
  readonly systemCallFilter?: Uint8Array;
}

export type IsolationName = Isolation["name"];
export type IsolationChoice = "auto" | IsolationName;

/** A way to keep a submission in, as plain data. */
export type Isolation = Bubblewrap | NodePermission;

/** Nothing at all keeps the submission in: for measurements of what isolation costs. No command grades with it. */
export interface Unprotected {
  readonly name: "none";
  readonly warning?: undefined;
}

/** Namespaces, a view of our own making of the file system, a filter of system calls. */
export interface Bubblewrap {
  readonly name: "bubblewrap";
  /** The shared libraries that Node is linked with, and the loader: all of the system that is visible. */
  readonly libraries: readonly string[];
  readonly warning?: undefined;
}

/** Node's permission model alone. */
export interface NodePermission {
  readonly name: "node";
  /** Told loudly where it is weaker than it should be. */
  readonly warning: string;
}

const MIB = 1024 * 1024;

/** What a child's Node is told. */
export interface NodeSettings {
  /** Folders it may read. */
  readonly readable: readonly string[];
  /** Whether its engine is an add-on. */
  readonly native: boolean;
  readonly heapBytes: number;
}

/** Node's own options for a child that may read the given folders and nothing else, start nothing and write nothing. */
export function nodeOptions({ readable, native, heapBytes }: NodeSettings): readonly string[] {
  return [
    // Experimental up to Node 22.12 and 23.4.
    process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission",
    ...readable.map((folder) => `--allow-fs-read=${folder}/*`),
    `--max-old-space-size=${Math.floor(heapBytes / MIB)}`,
    "--enable-source-maps",
    "--no-warnings",
    // Nobody's homework needs eval; it is the way around the bundler's list of imports.
    "--disallow-code-generation-from-strings",
    // A native engine is an add-on itself.
    native ? "--allow-addons" : "--no-addons",
  ];
}
