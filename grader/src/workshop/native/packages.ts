/** The name of a package of tfjs, without the scope. */
export type NativePackage = "tfjs-node" | "tfjs-node-gpu";

/** The version of all tfjs packages. A different version may give different results. */
export const TFJS_VERSION = "4.22.0";

/** The version of TensorFlow's C library that tfjs-node 4.22.0 fetches. */
export const LIBRARY_VERSION = "2.9.1";

/**
 * The version of TensorFlow's wheel. That of 2.9.1 has no C library. From 2.12 on wheels have it, with every function that the
 * add-on calls; 2.15.1 is the smallest. The C interface is stable between versions.
 */
export const WHEEL_VERSION = "2.15.1";

/** The wheels that contain the library: without and with CUDA. */
export const WHEELS: Readonly<Record<NativePackage, string>> = {
  "tfjs-node": "tensorflow-cpu",
  "tfjs-node-gpu": "tensorflow",
};

/** WebGPU in Node: Dawn, Chromium's implementation, compiled for every system. */
export const WEBGPU = { name: "webgpu", version: "0.6.2" } as const;

/** The name of a package in npm's registry. */
export function fullName(name: NativePackage | typeof WEBGPU.name): string {
  return name === WEBGPU.name ? name : `@tensorflow/${name}`;
}

/** The file that tfjs-node fetches from a mirror, on Linux. */
export function archiveName(name: NativePackage): string {
  const kind = name === "tfjs-node-gpu" ? "gpu" : "cpu";
  return `libtensorflow-${kind}-linux-x86_64-${LIBRARY_VERSION}.tar.gz`;
}
