import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EngineName } from "@robustness-lab/fixtures/engine";
import type { SandboxView } from "../run/isolation/index.ts";
import { cachedRuntime } from "../run/cached-runtime.ts";
import { copyRuntime, nativeViewOf, type Runtime } from "../run/runtime.ts";
import type { ModuleState } from "../run/submission-process.ts";
import type { Externals } from "../submission/build-options.ts";
import type { RefusedImport } from "../submission/bundle-errors.ts";
import { bundleSubmission, type BundledSubmission } from "../submission/bundle.ts";
import type { StagedFiles } from "../submission/stage.ts";

/** A submission that is ready to be called: the folders that its sandbox sees, and its modules or their problems. */
export interface PreparedSubmission {
  readonly view: SandboxView;
  readonly modules: Readonly<Record<string, ModuleState>>;
  readonly refusedImports: readonly RefusedImport[];
}

/**
 * Bundles the runtime and a staged submission into a scratch folder, side by side as in the sandbox.
 *
 * @param built a runtime for this engine, which is copied instead of bundling one
 */
export async function prepareSubmission(
  staged: StagedFiles,
  scratch: string,
  engine: EngineName,
  built?: Runtime,
): Promise<PreparedSubmission> {
  const folder = join(scratch, "runtime");
  const submissionFolder = join(scratch, "submission");
  await mkdir(submissionFolder);
  const runtime = await (built === undefined ? cachedRuntime(folder, engine) : copyRuntime(built, folder));
  const bundled = await bundleSubmission(staged, submissionFolder, { externals: importsOf(runtime) });
  const view = {
    runtimeFolder: runtime.folder,
    runtimeEntry: runtime.entry,
    submissionFolder,
    engine,
    ...(await nativeViewOf(runtime, engine)),
  };
  return { view, modules: toModuleStates(bundled), refusedImports: bundled.refusedImports };
}

/** The allowed imports: in the sandbox, too, the runtime is beside the submission's folder. */
export function importsOf({ externals }: Runtime): Externals {
  const imports = Object.entries(externals).map(([name, { file, exports }]) => [
    name,
    { path: `../runtime/${file}`, exports },
  ]);
  return Object.fromEntries(imports) as Externals;
}

function toModuleStates({ modules }: BundledSubmission): Readonly<Record<string, ModuleState>> {
  const states = Object.entries(modules).map(([file, module]): [string, ModuleState] => [
    file,
    module.status === "ok" ? { file: module.file, sources: module.sources } : { problem: module.message },
  ]);
  return Object.fromEntries(states);
}
