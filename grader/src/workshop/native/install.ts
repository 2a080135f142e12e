import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npmCommand } from "../../shared/command-output.ts";
import { FaultError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import { packArchive } from "./mirror-archive.ts";
import { archiveName, fullName, TFJS_VERSION, WHEEL_VERSION, WHEELS, type NativePackage } from "./packages.ts";
import { runStep } from "../../shared/run-step.ts";
import { serveMirror } from "./serve-mirror.ts";
import { PROXIES, type Source } from "./source.ts";
import { parseTried, type Tried } from "./tried.ts";
import { ROOT } from "../../shared/paths.ts";

/** What an install depends on. */
export interface InstallOptions {
  readonly package: NativePackage;
  readonly source: Source;
  /** The folder that is to hold it, below this repository's, by a name of its own. */
  readonly into: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Told what begins. */
  readonly onStep: (step: string) => void;
}

const TRY = fileURLToPath(new URL("./try-native.ts", import.meta.url));

/**
 * These are ours, and never the native package's own: a second tfjs-core would be a second engine. Without them its folder is
 * looked through upwards, as far as our node_modules.
 */
const SHARED = ["tfjs-core", "tfjs-layers", "tfjs-backend-cpu"];

/**
 * Installs a native package into a folder of its own, which npm ci and npm prune leave alone, and tries it in a process of
 * its own before it takes the place of one that is there. What is made on the way is below one folder that goes away,
 * however this ends.
 *
 * @throws FaultError where a step fails
 */
export async function installNative(options: InstallOptions): Promise<Tried> {
  const place = join(options.into, options.package);
  await mkdir(options.into, { recursive: true });
  // Beside its place, so that it is moved there in one step, and finds our packages from the start.
  const scratch = await makeScratch(options.into);
  try {
    await fetchPackage(scratch.folder, options);
    await shareEngine(scratch.folder);
    await fromSource(scratch.folder, options);
    const tried = await tryOut(scratch.folder, options);
    await rm(place, { recursive: true, force: true });
    await rename(scratch.folder, place);
    return tried;
  } finally {
    await scratch.remove();
  }
}

/** The package and what it depends on, without running any script of theirs. */
async function fetchPackage(folder: string, { package: name, onStep, ...run }: InstallOptions): Promise<void> {
  onStep(`${fullName(name)} ${TFJS_VERSION} from npm's registry`);
  const manifest = {
    private: true,
    dependencies: { [fullName(name)]: TFJS_VERSION },
    allowScripts: { [fullName(name)]: true },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const args = ["install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--omit=dev"];
  const command = [...npmCommand(run.environment), ...args] as const;
  await runStep({
    ...run,
    command,
    folder,
    environment: withoutWorkspace(run.environment),
    says: "install the package",
  });
}

/** Takes away its own copies of what it is to share with us. @throws FaultError where ours is of another version */
async function shareEngine(folder: string): Promise<void> {
  for (const name of SHARED) {
    const own = join(folder, "node_modules/@tensorflow", name);
    const [ours, theirs] = [join(ROOT, "node_modules/@tensorflow", name), own].map(versionOf);
    if ((await ours) !== (await theirs)) {
      throw new FaultError(`@tensorflow/${name} is ${await ours} here and ${await theirs} there: they cannot be one`);
    }
    await rm(own, { recursive: true });
  }
}

async function versionOf(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  return version;
}

/** Runs the package's own install script on the library from wherever it comes. */
async function fromSource(folder: string, options: InstallOptions): Promise<void> {
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

/** A mirror's file, of TensorFlow's wheel. The wheel goes as soon as it is packed: each takes hundreds of MB. */
async function makeArchive(folder: string, { package: name, onStep, ...run }: InstallOptions): Promise<string> {
  const wheels = join(folder, "wheel");
  const wanted = `${WHEELS[name]}==${WHEEL_VERSION}`;
  onStep(`${wanted} by pip: 200 MB, or 500 with CUDA`);
  const command = ["python3", ...PIP, "--dest", wheels, wanted] as const;
  await runStep({ ...run, command, folder, says: `fetch ${wanted} with pip` });
  const [wheel, ...more] = (await readdir(wheels)).filter((file) => file.endsWith(".whl"));
  if (wheel === undefined || more.length > 0) throw new FaultError(`pip left no single wheel of ${wanted}`);
  onStep("a mirror of its C headers and libraries");
  const archive = join(wheels, archiveName(name));
  await packArchive(join(wheels, wheel), archive, run.signal);
  await rm(join(wheels, wheel));
  return archive;
}

/** The wheel is for a Python that need not be here, and nothing of it is kept for next time. */
const PIP = [
  ...["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check"],
  ...["--progress-bar", "off", "--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"],
  ...["--platform", "manylinux_2_17_x86_64"],
] as const;

/** tfjs-node's script fetches and unpacks the library, then has the add-on fetched or compiled. */
async function installLibrary(folder: string, environment: NodeJS.ProcessEnv, options: InstallOptions): Promise<void> {
  const { package: name, signal, onStep } = options;
  onStep("TensorFlow's library and the add-on, which may have to be compiled");
  const command = [...npmCommand(environment), "rebuild", fullName(name), "--foreground-scripts"] as const;
  const says = "install TensorFlow's library and the add-on (make and g++ compile it, with Node's headers)";
  const settings = { ...withoutWorkspace(environment), ...nodeHeaders(environment) };
  await runStep({ command, folder, environment: settings, signal, says });
}

/** No proxy on the way to ourselves, and no add-on that was built for another library. */
function loopbackEnvironment(environment: NodeJS.ProcessEnv, baseUri: string): NodeJS.ProcessEnv {
  const proxy = PROXIES.map((name) => environment[name]).find(Boolean);
  const rest = Object.fromEntries(Object.entries(environment).filter(([name]) => !isProxy(name)));
  return {
    ...rest,
    // node-gyp may still need it, for Node's headers.
    ...(proxy === undefined ? {} : { npm_config_https_proxy: proxy }),
    TFJS_NODE_BASE_URI: baseUri,
    npm_config_build_from_source: "true",
  };
}

function isProxy(name: string): boolean {
  return PROXIES.some((proxy) => proxy === name);
}

/** Node's headers where they lie beside it, so that node-gyp need not fetch them. The add-on uses what all Nodes have. */
function nodeHeaders(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (environment["npm_config_nodedir"] !== undefined) return {};
  const prefixes = [dirname(dirname(process.execPath)), "/usr/local", "/usr"];
  const prefix = prefixes.find((each) => existsSync(join(each, "include/node/node_api.h")));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

/** npm tells its scripts where they run; the npm that we start is to find that out by itself. */
function withoutWorkspace(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean =>
    /^(?:npm_(?!config_)|init_cwd$|npm_config_(?:local_prefix|prefix)$)/i.test(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isOurs(name)));
}

async function tryOut(folder: string, { package: name, environment, signal, onStep }: InstallOptions): Promise<Tried> {
  onStep("a first product, in a process of its own");
  const command = [process.execPath, "--import", "tsx", TRY, folder, fullName(name)] as const;
  const printed = await runStep({ command, folder: ROOT, environment, signal, says: `compute with ${fullName(name)}` });
  return parseTried(printed);
}
