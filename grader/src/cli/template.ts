import { relative } from "node:path";
import { MarkerError } from "../shared/markers.ts";
import { ROOT, SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../shared/paths.ts";
import { driftBetween } from "../workshop/template/drift.ts";
import { prettierFor, readSources, writeSources } from "../workshop/template/files.ts";
import { generateTemplate } from "../workshop/template/generate.ts";
import { EXIT } from "../shared/exit.ts";

const SOURCES = `${SOLUTION_FOLDER}/src`;
const STUBS = `${TEMPLATE_FOLDER}/src`;

/** Writes or checks the stubs in template/src. */
export async function template(isCheck: boolean): Promise<number> {
  try {
    const generated = await generateTemplate(await readSources(SOURCES), await prettierFor(STUBS));
    if (isCheck) return await checkDrift(generated);
    await writeSources(STUBS, generated);
    console.log(`${relative(ROOT, STUBS)}: ${generated.size} files`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof MarkerError)) throw error;
    console.error(`solution/src/${error.message} (${error.code})`);
    return EXIT.fault;
  }
}

async function checkDrift(generated: ReadonlyMap<string, string>): Promise<number> {
  const drifts = driftBetween(await readSources(STUBS), generated);
  for (const { file, reason } of drifts) {
    console.error(
      `template/src/${file} ${reason === "differs" ? "differs from the reference's stub" : `is ${reason}`}`,
    );
  }
  if (drifts.length > 0) console.error("Run ./robustness-lab template.");
  return drifts.length === 0 ? EXIT.done : EXIT.fault;
}
