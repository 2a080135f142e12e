import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { EngineName } from "@robustness-lab/fixtures/engine";
import type { SandboxView } from "../run/isolation/index.ts";
import { cachedRuntime } from "../run/cached-runtime.ts";
import { copyRuntime, EXTERNALS, nativeViewOf, type Runtime } from "../run/runtime.ts";
import type { ModuleState } from "../run/submission-process.ts";
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
  const [runtime, bundled] = await Promise.all([
    built === undefined ? cachedRuntime(folder, engine) : copyRuntime(built, folder),
    bundleSubmission(staged, submissionFolder, { externals: IMPORT_PATHS }),
  ]);
  const view = {
    runtimeFolder: runtime.folder,
    runtimeEntry: runtime.entry,
    submissionFolder,
    engine,
    ...(await nativeViewOf(runtime, engine)),
  };
  return { view, modules: toModuleStates(bundled), refusedImports: bundled.refusedImports };
}

/** The paths of allowed imports: in the sandbox, too, the runtime is beside the submission's folder. */
const IMPORT_PATHS = Object.fromEntries(Object.entries(EXTERNALS).map(([name, file]) => [name, `../runtime/${file}`]));

function toModuleStates({ modules }: BundledSubmission): Readonly<Record<string, ModuleState>> {
  const states = Object.entries(modules).map(([file, module]): [string, ModuleState] => [
    file,
    module.status === "ok" ? { file: module.file } : { problem: module.message },
  ]);
  return Object.fromEntries(states);
}
