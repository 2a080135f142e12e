import { relative } from "node:path";
import { NATIVE_FOLDER } from "@robustness-lab/fixtures/engine";
import { FaultError } from "../shared/errors.ts";
import { installNative } from "../workshop/native/install.ts";
import { fullName } from "../workshop/native/packages.ts";
import { chooseSource, probeBy, type Source } from "../workshop/native/source.ts";
import { assertTools, assertWheelPlatform } from "../workshop/native/tools.ts";
import type { NativeCommand } from "./native-options.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";

/** Installs a native engine and tells what it is. Gives the exit code. */
export async function nativeCommand(command: NativeCommand): Promise<number> {
  const signal = abortOnSignals("stopping: what was begun is removed, nothing is changed ...");
  const startedAt = performance.now();
  try {
    const source = await chooseSource(command, process.env, probeBy(process.env, signal));
    assertPossible(source);
    const onStep = (step: string): void => {
      console.error(`[${String(Math.round((performance.now() - startedAt) / 1000)).padStart(3)} s] ${step}`);
    };
    const { engine, device, tensorflow } = await installNative({
      package: command.package,
      source,
      into: NATIVE_FOLDER,
      environment: process.env,
      signal,
      onStep,
    });
    onStep("done");
    console.log(`${fullName(command.package)} is in ${relative(process.cwd(), NATIVE_FOLDER)}/${command.package}`);
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
