import type { EngineName } from "@robustness-lab/fixtures/engine";
import type { SandboxView } from "./isolation/index.ts";
import { nativeLibraries } from "./isolation/libraries.ts";
import type { Runtime } from "./runtime.ts";

/** What only a sandbox for a native engine shows; listing it takes processes. */
export async function nativeViewOf({ native }: Runtime, engine: EngineName): Promise<Pick<SandboxView, "native">> {
  if (native === undefined) return {};
  const onGpu = engine === "node-gpu";
  return { native: { folder: native.folder, onGpu, libraries: await nativeLibraries(native.binding, onGpu) } };
}
