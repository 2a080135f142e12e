import { UsageError } from "../shared/errors.ts";
import { PROOF, type Proof } from "../workshop/release/prove.ts";
import { readFiles } from "../workshop/release/read-files.ts";
import { readSecrets } from "../workshop/release/read-secrets.ts";
import { renderFindings } from "../workshop/release/render-findings.ts";
import { scannerFor } from "../workshop/release/scan.ts";
import { beginRelease, writeRelease } from "../workshop/release/write-release.ts";
import type { Result } from "../pipeline/score/result.ts";
import type { ReleaseCommand } from "./release-options.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";

/** Writes and proves a release, or looks for leaks in a folder. Gives the exit code. */
export async function releaseCommand(command: ReleaseCommand): Promise<number> {
  return command.action === "scan" ? scanFolder(command.folder) : release(command.folder, command.prove);
}

async function scanFolder(folder: string): Promise<number> {
  const files = await readFiles(folder).catch((cause: unknown) => {
    throw new UsageError(`${folder} is no folder that can be read`, { cause });
  });
  const scan = scannerFor(await readSecrets());
  const findings = [...files].flatMap(([path, bytes]) => scan({ path, bytes }));
  if (findings.length > 0) console.log(renderFindings(findings));
  console.log(`leak scan: ${findings.length} findings in ${files.size} files`);
  return findings.length === 0 ? EXIT.done : EXIT.fault;
}

async function release(folder: string, isProven: boolean): Promise<number> {
  const signal = abortOnSignals();
  const begun = await beginRelease(folder);
  try {
    const files = await writeRelease(folder, signal);
    console.log(`${folder}: ${files.size} files`);
    if (isProven) await prove(folder, files, signal);
    await begun.finish();
  } catch (error) {
    // A folder that is no release must not be taken for one.
    await begun.remove();
    if (signal.aborted) return EXIT.fault;
    console.error(`${folder} is removed again: it is no release`);
    throw error;
  }
  console.log(
    isProven ? `${folder} is proven: publish it as it is` : `${folder} is written, and nothing of it is proven`,
  );
  return EXIT.done;
}

async function prove(folder: string, files: Proof["files"], signal: AbortSignal): Promise<void> {
  const secrets = await readSecrets();
  const grade = (source: string): Promise<Result> => gradeStubs(source, signal);
  const proof: Proof = { folder, files, secrets, scan: scannerFor(secrets), grade, signal };
  for (const [index, { name, run }] of PROOF.entries()) {
    signal.throwIfAborted();
    console.log(`${index + 1}/${PROOF.length} ${name} ...`);
    const startedAt = performance.now();
    const says = await run(proof);
    console.log(`    ${name}: ${says} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  }
}

async function gradeStubs(source: string, signal: AbortSignal): Promise<Result> {
  // Loaded late: only this step needs an engine.
  const { gradeUntouched } = await import("./grade-untouched.ts");
  return gradeUntouched(source, signal);
}
