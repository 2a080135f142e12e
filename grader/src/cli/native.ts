import { relative } from "node:path";
import { NATIVE_FOLDER } from "@robustness-lab/fixtures/engine/choice";
import { FaultError, UsageError } from "../shared/errors.ts";
import { installNative, installWebgpu, type InstallOptions, type Tried } from "../workshop/native/install.ts";
import { fullName, WEBGPU, type NativePackage } from "../workshop/native/packages.ts";
import { chooseSource, probeBy, type Source } from "../workshop/native/source.ts";
import { assertTools, assertWheelPlatform } from "../workshop/native/tools.ts";
import { EXIT } from "../shared/exit.ts";

interface Options {
  readonly package: NativePackage | typeof WEBGPU.name;
  readonly mirror?: string;
  readonly fromWheel: boolean;
}

/** Installs a native engine and prints which it is. */
export async function native(options: Options, signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  const onStep = (step: string): void => {
    console.error(`[${String(Math.round((performance.now() - startedAt) / 1000)).padStart(3)} s] ${step}`);
  };
  try {
    const { engine, device, library } = await install(options, { signal, onStep });
    onStep("done");
    console.log(`${fullName(options.package)} is in ${relative(process.cwd(), NATIVE_FOLDER)}/${options.package}`);
    console.log(`engine: ${engine} (${library} computes on ${device})`);
    return EXIT.done;
  } catch (error) {
    if (signal.aborted) throw new FaultError("stopped before the end, nothing is changed", { cause: error });
    throw error;
  }
}

async function install(
  { package: name, mirror, fromWheel }: Options,
  running: Pick<InstallOptions, "signal" | "onStep">,
): Promise<Tried> {
  const surroundings = { into: NATIVE_FOLDER, environment: process.env, ...running };
  if (name === WEBGPU.name) {
    if (mirror !== undefined || fromWheel)
      throw new UsageError("--mirror and --from-wheel are for TensorFlow's library");
    return installWebgpu(surroundings);
  }
  const choice = { package: name, fromWheel, ...(mirror !== undefined && { mirror }) };
  const source = await chooseSource(choice, process.env, probeBy(process.env, running.signal));
  assertPossible(source);
  return installNative({ ...surroundings, package: name, source });
}

function assertPossible(source: Source): void {
  if (source.kind !== "wheel") return;
  assertWheelPlatform(process.platform, process.arch);
  assertTools(process.env["PATH"]);
  console.error(`TensorFlow's library is taken from its wheel for Python (${source.why})`);
}
