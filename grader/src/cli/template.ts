import { EXIT } from "../shared/exit.ts";
import { MarkerError } from "../shared/markers.ts";
import { ROOT } from "../shared/paths.ts";
import { driftInWords } from "../workshop/template/assert-in-step.ts";
import { committedFiles } from "../workshop/template/committed-files.ts";
import { driftBetween } from "../workshop/template/drift.ts";
import { writeSources } from "../workshop/template/files.ts";
import type { SourceFiles } from "../workshop/template/generate.ts";
import { makeFiles, STUBS } from "../workshop/template/make-files.ts";

/** Writes or checks what follows from course.yaml and the solution: stubs, sheet, questions. */
export async function template(isCheck: boolean): Promise<number> {
  try {
    const made = await makeFiles();
    if (isCheck) return await checkDrift(made);
    await writeSources(ROOT, made, STUBS);
    console.log(`${made.size} files follow from course.yaml and solution/`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof MarkerError)) throw error;
    console.error(`solution/src/${error.message} (${error.code})`);
    return EXIT.fault;
  }
}

async function checkDrift(made: SourceFiles): Promise<number> {
  const drifts = driftBetween(await committedFiles(made), made);
  for (const drift of drifts) console.error(driftInWords(drift));
  if (drifts.length > 0) console.error("Run ./robustness-lab template.");
  return drifts.length === 0 ? EXIT.done : EXIT.fault;
}
