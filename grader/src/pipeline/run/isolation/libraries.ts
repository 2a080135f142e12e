import { execFile } from "node:child_process";
import { dirname, resolve, sep } from "node:path";
import { promisify } from "node:util";

/** Parts of the names of libraries that a GPU engine loads when it runs, which no binary is linked with. */
const GPU_LIBRARIES = /\/lib(cuda|cudart|cudnn|cublas|cufft|curand|cusolver|cusparse|nvidia|nvrtc|nccl|tensorflow)/;

/**
 * The shared libraries that a binary is linked with, and the loader, by the paths under which the loader looks for them.
 *
 * @throws Error where ldd is missing or does not know the binary
 */
export async function linkedLibraries(binary: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ldd", [binary], { timeout: 10_000 });
  return parseLdd(stdout);
}

/** What a native engine's add-on loads of the system: what it is linked with and, for a GPU, what TensorFlow looks for. */
export async function nativeLibraries(binding: string, onGpu: boolean): Promise<readonly string[]> {
  // Elsewhere there is no sandbox that would have to be told.
  if (process.platform !== "linux") return [];
  const own = dirname(dirname(dirname(binding)));
  const linked = (await linkedLibraries(binding)).filter((path) => !resolve(path).startsWith(own + sep));
  return onGpu ? [...new Set([...linked, ...(await gpuLibraries())])] : linked;
}

/** The libraries of a GPU's driver and of CUDA, as the loader's cache lists them; none where it lists none. */
async function gpuLibraries(): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)("/sbin/ldconfig", ["-p"], { timeout: 10_000 });
    return pathsIn(stdout).filter((path) => GPU_LIBRARIES.test(path));
  } catch {
    return [];
  }
}

/** The absolute paths in what ldd prints: "libm.so.6 => /lib/libm.so.6 (0x7f...)", "/lib64/ld-linux.so.2 (0x7f...)". */
export function parseLdd(printed: string): readonly string[] {
  const paths = pathsIn(printed.replaceAll(/ \(0x[0-9a-f]+\)/g, ""));
  if (paths.length === 0) throw new Error(`no libraries in what ldd printed: ${printed.slice(0, 200)}`);
  return paths;
}

function pathsIn(printed: string): readonly string[] {
  const paths = printed.split("\n").flatMap((line) => /(?:^\s*|=> )(\/\S+)\s*$/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}
