import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { renderJsonSchema } from "../pipeline/score/result.ts";
import { ROOT } from "../shared/paths.ts";
import { EXIT } from "../shared/exit.ts";

const SCHEMA_FILE = `${ROOT}grader/schema/result.v1.schema.json`;

/** Writes or checks the JSON Schema of result.json. */
export async function schema(isCheck: boolean): Promise<number> {
  const file = relative(ROOT, SCHEMA_FILE);
  const wanted = renderJsonSchema();
  if (isCheck) {
    const found = await readFile(SCHEMA_FILE, "utf8").catch(() => undefined);
    if (found === wanted) return EXIT.done;
    console.error(`${file} is out of date: run ./robustness-lab schema`);
    return EXIT.fault;
  }
  await mkdir(dirname(SCHEMA_FILE), { recursive: true });
  await writeFile(SCHEMA_FILE, wanted);
  console.log(file);
  return EXIT.done;
}
