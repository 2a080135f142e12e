import { execFile } from "node:child_process";
import { dirname, resolve, sep } from "node:path";
import { promisify } from "node:util";

/** Libraries that a GPU engine loads at run time, so that ldd does not list them. */
const GPU_LIBRARIES = /\/lib(cuda|cudart|cudnn|cublas|cufft|curand|cusolver|cusparse|nvidia|nvrtc|nccl|tensorflow)/;

/**
 * Lists the loader and the shared libraries that a binary is linked with, by the paths under which the loader finds them.
 *
 * @throws Error if ldd is missing or cannot read the binary
 */
export async function linkedLibraries(binary: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ldd", [binary], { timeout: 10_000 });
  return parseLdd(stdout);
}

/** The system libraries of a native engine: those its add-on is linked with and, for a GPU, those TensorFlow loads. */
export async function nativeLibraries(binding: string, onGpu: boolean): Promise<readonly string[]> {
  // Only bubblewrap needs the list, and it is for Linux.
  if (process.platform !== "linux") return [];
  const own = dirname(dirname(dirname(binding)));
  const linked = (await linkedLibraries(binding)).filter((path) => !resolve(path).startsWith(own + sep));
  return onGpu ? [...new Set([...linked, ...(await gpuLibraries())])] : linked;
}

/** The libraries of the GPU driver and of CUDA in the loader's cache; none if there is no cache. */
async function gpuLibraries(): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)("/sbin/ldconfig", ["-p"], { timeout: 10_000 });
    return pathsIn(stdout).filter((path) => GPU_LIBRARIES.test(path));
  } catch {
    return [];
  }
}

/** Parses ldd's lines: "libm.so.6 => /lib/libm.so.6 (0x7f...)", "/lib64/ld-linux.so.2 (0x7f...)". */
export function parseLdd(printed: string): readonly string[] {
  const paths = pathsIn(printed.replaceAll(/ \(0x[0-9a-f]+\)/g, ""));
  if (paths.length === 0) throw new Error(`no libraries in what ldd printed: ${printed.slice(0, 200)}`);
  return paths;
}

function pathsIn(printed: string): readonly string[] {
  const paths = printed.split("\n").flatMap((line) => /(?:^\s*|=> )(\/\S+)\s*$/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}
