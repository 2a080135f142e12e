import { SHORT_LIVED } from "../../../shared/short-lived.ts";

/** The view of a sandboxed child: two folders and its engine. */
export interface SandboxView {
  readonly runtimeFolder: string;
  readonly runtimeEntry: string;
  readonly submissionFolder: string;
  readonly engine: string;
  /** Present for a native engine. */
  readonly native?: NativeView;
}

/** The additional view of a native engine. */
export interface NativeView {
  /** The native package, with its add-on and TensorFlow's libraries. */
  readonly folder: string;
  /** The system libraries they are linked with and, for a GPU, those of its driver and of CUDA. */
  readonly libraries: readonly string[];
  readonly onGpu: boolean;
}

/** A command that starts a sandboxed child. */
export interface SandboxCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Written to descriptor 4, where bubblewrap reads it. */
  readonly systemCallFilter?: Uint8Array;
}

export type IsolationName = Isolation["name"];

/** An isolation method, as plain data. */
export type Isolation = Bubblewrap | NodePermission;

/** No isolation, to measure what isolation costs. No command grades with it. */
export interface Unprotected {
  readonly name: "none";
  readonly warning?: undefined;
}

/** Namespaces, a minimal file system and a system call filter. */
export interface Bubblewrap {
  readonly name: "bubblewrap";
  /** The loader and the shared libraries that Node is linked with: the only visible part of the system. */
  readonly libraries: readonly string[];
  readonly warning?: undefined;
}

/** Node's permission model alone. */
export interface NodePermission {
  readonly name: "node";
  /** The child runs as the user nobody, because the grader is root. */
  readonly asNobody: boolean;
  /** Why this is weaker than bubblewrap. */
  readonly warning: string;
}

/** The user and group nobody. */
export const NOBODY = "65534";

const MIB = 1024 * 1024;

export interface NodeSettings {
  /** Folders the child may read. */
  readonly readable: readonly string[];
  /** True if the engine is an add-on. */
  readonly native: boolean;
  readonly heapBytes: number;
}

/** Node options for a child that may read the given folders, and may neither write nor start processes. */
export function nodeOptions({ readable, native, heapBytes }: NodeSettings): readonly string[] {
  return [
    // Experimental up to Node 22.12 and 23.4.
    process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission",
    ...readable.map((folder) => `--allow-fs-read=${folder}/*`),
    `--max-old-space-size=${Math.floor(heapBytes / MIB)}`,
    ...SHORT_LIVED,
    "--enable-source-maps",
    "--no-warnings",
    // eval would bypass the bundler's allow-list of imports, and no exercise needs it.
    "--disallow-code-generation-from-strings",
    // A native engine is an add-on itself.
    native ? "--allow-addons" : "--no-addons",
  ];
}
