/** The package of tfjs that is to be installed, as it is typed: its name without the scope. */
export type NativePackage = "tfjs-node" | "tfjs-node-gpu";

/** All of tfjs here is of one version: two would be two engines. */
export const TFJS_VERSION = "4.22.0";

/** The TensorFlow whose C library tfjs-node of that version asks for, in its file's name. */
export const LIBRARY_VERSION = "2.9.1";

/**
 * The TensorFlow that pip has. The wheel of 2.9.1 holds no C library; from 2.12 on it does, with every function that the
 * add-on calls, and 2.15.1 is the smallest of them. The C interface promises that what was compiled against one serves the other.
 */
export const WHEEL_VERSION = "2.15.1";

/** The wheels with that library: without and with CUDA. */
export const WHEELS: Readonly<Record<NativePackage, string>> = {
  "tfjs-node": "tensorflow-cpu",
  "tfjs-node-gpu": "tensorflow",
};

/** The name of a package in the registry. */
export function fullName(name: NativePackage): string {
  return `@tensorflow/${name}`;
}

/** The file that tfjs-node asks a mirror for, on Linux. */
export function archiveName(name: NativePackage): string {
  const kind = name === "tfjs-node-gpu" ? "gpu" : "cpu";
  return `libtensorflow-${kind}-linux-x86_64-${LIBRARY_VERSION}.tar.gz`;
}
