import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Command, CommanderError } from "commander";
import { renderJsonSchema } from "../pipeline/score/result.ts";
import { ROOT } from "../shared/paths.ts";

const SCHEMA_FILE = join(ROOT, "grader", "schema", "result.v1.schema.json");

const EXAMPLES = `
Examples:
  ./robustness-lab schema               write grader/schema/result.v1.schema.json
  ./robustness-lab schema --check    exit 1 if that file is out of date, change nothing`;

process.exitCode = await main(process.argv);

/** Exit codes: 0 done or in sync, 1 drift, 2 bad usage. */
async function main(args: readonly string[]): Promise<number> {
  try {
    return parseOptions(args).check ? await checkSchema() : await writeSchema();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function parseOptions(args: readonly string[]): { readonly check: boolean } {
  return new Command("./robustness-lab schema")
    .description("Makes the JSON Schema of result.json from the zod schema.")
    .option("--check", "only compare, for CI", false)
    .allowExcessArguments(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(args)
    .opts<{ check: boolean }>();
}

async function writeSchema(): Promise<number> {
  await mkdir(dirname(SCHEMA_FILE), { recursive: true });
  await writeFile(SCHEMA_FILE, renderJsonSchema());
  console.log(relative(ROOT, SCHEMA_FILE));
  return 0;
}

async function checkSchema(): Promise<number> {
  if ((await readSchema()) === renderJsonSchema()) return 0;
  console.error(`${relative(ROOT, SCHEMA_FILE)} is not what the zod schema says. Run ./robustness-lab schema.`);
  return 1;
}

async function readSchema(): Promise<string | undefined> {
  try {
    return await readFile(SCHEMA_FILE, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
