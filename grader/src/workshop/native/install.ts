import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { FaultError } from "../../shared/errors.ts";
import { ROOT } from "../../shared/paths.ts";
import { runCommand, runNpm } from "../../shared/run-command.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { packArchive } from "./mirror-archive.ts";
import { archiveName, fullName, TFJS_VERSION, WEBGPU, WHEEL_VERSION, WHEELS, type NativePackage } from "./packages.ts";
import { serveMirror } from "./serve-mirror.ts";
import { PROXIES, type Source } from "./source.ts";

export interface InstallOptions extends Surroundings {
  readonly package: NativePackage;
  readonly source: Source;
}

/** Where and how a package is installed. */
interface Surroundings {
  /** The folder that will contain the package under its name; below this repository. */
  readonly into: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called at the beginning of each step. */
  readonly onStep: (step: string) => void;
}

const TRY = fileURLToPath(new URL("./try-native.ts", import.meta.url));
/** The last line that try-native.ts prints. */
const triedSchema = z.object({ engine: z.string(), device: z.string(), library: z.string() });
export type Tried = z.infer<typeof triedSchema>;

/**
 * Packages that must be ours: a second tfjs-core would be a separate engine. Without its own copies, the native package finds
 * ours in the node_modules above its folder.
 */
const SHARED = ["tfjs-core", "tfjs-layers", "tfjs-backend-cpu"];

/**
 * Installs a native package of TensorFlow into its own folder, which npm ci and npm prune leave alone.
 *
 * @throws FaultError if a step fails
 */
export function installNative(options: InstallOptions): Promise<Tried> {
  return install(options.package, TFJS_VERSION, options, async (folder) => {
    await shareEngine(folder);
    await installFromSource(folder, options);
  });
}

/** Installs WebGPU for Node, likewise. @throws FaultError if a step fails, or no graphics card is found */
export function installWebgpu(surroundings: Surroundings): Promise<Tried> {
  return install(WEBGPU.name, WEBGPU.version, surroundings, () => Promise.resolve());
}

/**
 * Installs a package, which is completed and tried in another process before it replaces an earlier one. All intermediate files
 * are in a scratch folder.
 */
async function install(
  name: Parameters<typeof fullName>[0],
  version: string,
  surroundings: Surroundings,
  complete: (folder: string) => Promise<void>,
): Promise<Tried> {
  const place = join(surroundings.into, name);
  await mkdir(surroundings.into, { recursive: true });
  // Beside its final place, so that a rename is enough and our packages are found from the start.
  const scratch = await makeScratch(surroundings.into);
  try {
    await fetchPackage(scratch.folder, { name: fullName(name), version }, surroundings);
    await complete(scratch.folder);
    const tried = await tryOut(scratch.folder, fullName(name), surroundings);
    await rm(place, { recursive: true, force: true });
    await rename(scratch.folder, place);
    return tried;
  } finally {
    await scratch.remove();
  }
}

/** Installs the package and its dependencies without running their scripts. */
async function fetchPackage(
  folder: string,
  { name, version }: { readonly name: string; readonly version: string },
  { environment: env, signal, onStep }: Surroundings,
): Promise<void> {
  onStep(`${name} ${version} from npm's registry`);
  const manifest = { private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const args = ["install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--omit=dev"];
  await runNpm(args, { folder, env, signal, purpose: "install the package" });
}

/** Removes the package's own copies of SHARED. @throws FaultError if ours have other versions */
async function shareEngine(folder: string): Promise<void> {
  for (const name of SHARED) {
    const own = join(folder, "node_modules/@tensorflow", name);
    const [ours, theirs] = [join(ROOT, "node_modules/@tensorflow", name), own].map(versionOf);
    if ((await ours) !== (await theirs)) {
      throw new FaultError(
        `@tensorflow/${name} cannot be shared: ours is ${await ours}, the native package needs ${await theirs}`,
      );
    }
    await rm(own, { recursive: true });
  }
}

async function versionOf(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  return version;
}

/** Runs the package's install script with TensorFlow's library from the source. */
async function installFromSource(folder: string, options: InstallOptions): Promise<void> {
  const { source, environment } = options;
  if (source.kind === "vendor") return installLibrary(folder, environment, options);
  if (source.kind === "mirror") {
    return installLibrary(folder, { ...environment, TFJS_NODE_BASE_URI: source.baseUri }, options);
  }
  const archive = await makeArchive(folder, options);
  const mirror = await serveMirror(archive, archiveName(options.package));
  try {
    await installLibrary(folder, loopbackEnvironment(environment, mirror.baseUri), options);
  } finally {
    await mirror.close();
    await rm(dirname(archive), { recursive: true });
  }
}

/** Makes the file of a mirror from TensorFlow's wheel. The wheel is removed at once: both take hundreds of MB. */
async function makeArchive(folder: string, options: InstallOptions): Promise<string> {
  const { package: name, environment: env, signal, onStep } = options;
  const wheels = join(folder, "wheel");
  const wanted = `${WHEELS[name]}==${WHEEL_VERSION}`;
  onStep(`${wanted} by pip: 200 MB, or 500 with CUDA`);
  const command = ["python3", ...PIP, "--dest", wheels, wanted] as const;
  await runCommand(command, { folder, env, signal, purpose: `fetch ${wanted} with pip` });
  const [wheel, ...more] = (await readdir(wheels)).filter((file) => file.endsWith(".whl"));
  if (wheel === undefined || more.length > 0) throw new FaultError(`pip did not leave exactly one wheel of ${wanted}`);
  onStep("a mirror of its C headers and libraries");
  const archive = join(wheels, archiveName(name));
  await packArchive(join(wheels, wheel), archive, signal);
  await rm(join(wheels, wheel));
  return archive;
}

/** The wheel is for a fixed Python, which need not be installed, and is not cached. */
const PIP = [
  ...["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check"],
  ...["--progress-bar", "off", "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"],
  ...["--platform", "manylinux_2_17_x86_64"],
] as const;

/** Runs tfjs-node's script, which fetches and unpacks the library, then fetches or compiles the add-on. */
async function installLibrary(
  folder: string,
  environment: NodeJS.ProcessEnv,
  { package: name, signal, onStep }: InstallOptions,
): Promise<void> {
  onStep("TensorFlow's library and the add-on, which may have to be compiled");
  const purpose = "install TensorFlow's library and the add-on (make and g++ compile it, with Node's headers)";
  const env = { ...environment, ...nodeHeaders(environment) };
  await runNpm(["rebuild", fullName(name), "--foreground-scripts"], { folder, env, signal, purpose });
}

/** An environment without a proxy, to reach our own mirror; the add-on is compiled, since prebuilt ones are for another library. */
function loopbackEnvironment(environment: NodeJS.ProcessEnv, baseUri: string): NodeJS.ProcessEnv {
  const proxy = PROXIES.map((name) => environment[name]).find(Boolean);
  const isProxy = (name: string): boolean => PROXIES.some((each) => each === name);
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !isProxy(name))),
    // node-gyp may need it to fetch Node's headers.
    ...(proxy === undefined ? {} : { npm_config_https_proxy: proxy }),
    TFJS_NODE_BASE_URI: baseUri,
    npm_config_build_from_source: "true",
  };
}

/** Uses installed headers of Node, so that node-gyp need not fetch them. The add-on only uses features of all versions. */
function nodeHeaders(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (environment["npm_config_nodedir"] !== undefined) return {};
  const prefixes = [dirname(dirname(process.execPath)), "/usr/local", "/usr"];
  const prefix = prefixes.find((each) => existsSync(join(each, "include/node/node_api.h")));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

async function tryOut(folder: string, name: string, options: Surroundings): Promise<Tried> {
  const { environment: env, signal, onStep } = options;
  onStep("a first product, in another process");
  const command = [process.execPath, "--import", "tsx", TRY, folder, name] as const;
  const printed = await runCommand(command, { folder: ROOT, env, signal, purpose: `compute with ${name}` });
  return triedSchema.parse(JSON.parse(printed.split("\n").at(-1) ?? ""));
}
