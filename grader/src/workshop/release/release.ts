import prettyMs from "pretty-ms";
import type { Result } from "../../pipeline/score/result.ts";
import { UsageError } from "../../shared/errors.ts";
import { PROOF, type Proof } from "./prove.ts";
import { readFiles } from "./read-files.ts";
import { readGiven, readSecrets } from "./read-secrets.ts";
import { renderFindings, scannerFor } from "./scan.ts";
import { beginRelease, writeRelease } from "./write-release.ts";

/** Scans a folder and prints the leaks. @returns their number */
export async function scanFolder(folder: string): Promise<number> {
  const files = await readFiles(folder).catch((cause: unknown) => {
    throw new UsageError(`${folder} is not a readable folder`, { cause });
  });
  const scan = scannerFor(await readSecrets(), await readGiven());
  const findings = [...files].flatMap(([path, bytes]) => scan({ path, bytes }));
  if (findings.length > 0) console.log(renderFindings(findings));
  console.log(`leak scan: ${findings.length} findings in ${files.size} files`);
  return findings.length;
}

/** How a release is made. */
export interface ReleaseSettings {
  /** Grades its stubs; without it the release is not proven. */
  readonly grade?: (source: string) => Promise<Result>;
  /** A folder of translated texts. */
  readonly texts?: string;
}

/** Writes a release and, if `grade` is given, proves it. A release that fails is removed. */
export async function releaseTo(folder: string, { grade, texts }: ReleaseSettings, signal: AbortSignal): Promise<void> {
  const begun = await beginRelease(folder);
  try {
    const files = await writeRelease(folder, signal, texts);
    console.log(`${folder}: ${files.size} files`);
    if (grade !== undefined) await prove({ folder, files, grade, signal });
    await begun.finish();
  } catch (error) {
    // An unproven folder must not be mistaken for a release.
    await begun.remove();
    if (!signal.aborted) console.error(`${folder} is removed, because the release failed`);
    throw error;
  }
  console.log(
    grade === undefined ? `${folder} is written, but not proven` : `${folder} is proven: publish it as it is`,
  );
}

async function prove(parts: Omit<Proof, "secrets" | "scan">): Promise<void> {
  const secrets = await readSecrets();
  const proof: Proof = { ...parts, secrets, scan: scannerFor(secrets, await readGiven()) };
  for (const [index, { name, run }] of PROOF.entries()) {
    proof.signal.throwIfAborted();
    console.log(`${index + 1}/${PROOF.length} ${name} ...`);
    const startedAt = performance.now();
    const outcome = await run(proof);
    console.log(`    ${name}: ${outcome} (${prettyMs(performance.now() - startedAt, { secondsDecimalDigits: 0 })})`);
  }
}
