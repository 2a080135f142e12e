import { relative } from "node:path";
import { NATIVE_FOLDER } from "@robustness-lab/fixtures/engine/choice";
import { FaultError } from "../shared/errors.ts";
import { installNative } from "../workshop/native/install.ts";
import { fullName, type NativePackage } from "../workshop/native/packages.ts";
import { chooseSource, probeBy, type Source } from "../workshop/native/source.ts";
import { assertTools, assertWheelPlatform } from "../workshop/native/tools.ts";
import { EXIT } from "../shared/exit.ts";

interface Options {
  readonly package: NativePackage;
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
    const source = await chooseSource(options, process.env, probeBy(process.env, signal));
    assertPossible(source);
    const installed = { package: options.package, source, into: NATIVE_FOLDER, environment: process.env };
    const { engine, device, tensorflow } = await installNative({ ...installed, signal, onStep });
    onStep("done");
    console.log(`${fullName(options.package)} is in ${relative(process.cwd(), NATIVE_FOLDER)}/${options.package}`);
    console.log(`engine: ${engine} (TensorFlow ${tensorflow} computes on ${device})`);
    return EXIT.done;
  } catch (error) {
    if (signal.aborted) throw new FaultError("stopped before the end, nothing is changed", { cause: error });
    throw error;
  }
}

function assertPossible(source: Source): void {
  if (source.kind !== "wheel") return;
  assertWheelPlatform(process.platform, process.arch);
  assertTools(process.env["PATH"]);
  console.error(`TensorFlow's library is taken from its wheel for Python (${source.why})`);
}
