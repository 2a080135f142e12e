import { join, relative } from "node:path";
import { Command, CommanderError } from "commander";
import { driftBetween, type Drift } from "../workshop/template/drift.ts";
import { TemplateError } from "../shared/marker-error.ts";
import { prettierFor, readSources, writeSources } from "../workshop/template/files.ts";
import { generateTemplate } from "../workshop/template/generate.ts";
import { ROOT } from "../shared/paths.ts";

const SOLUTION = join(ROOT, "solution", "src");
const TEMPLATE = join(ROOT, "template", "src");

const EXAMPLES = `
Examples:
  ./robustness-lab template               write template/src from solution/src
  ./robustness-lab template --check    exit 1 and list the files that are out of date, change nothing`;

process.exitCode = await main(process.argv);

/** Exit codes: 0 done or in sync, 1 drift or faulty markers, 2 bad usage. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const { check } = parseOptions(args);
    return check ? await checkTemplate() : await writeTemplate();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof TemplateError)) throw error;
    console.error(`solution/src/${error.message} (${error.code})`);
    return 1;
  }
}

function parseOptions(args: readonly string[]): { readonly check: boolean } {
  const options = new Command("./robustness-lab template")
    .description("Makes the student's stubs in template/src from the reference solution.")
    .option("--check", "only compare, for CI", false)
    .allowExcessArguments(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(args)
    .opts<{ check: boolean }>();
  return { check: options.check };
}

async function writeTemplate(): Promise<number> {
  const generated = await generate();
  await writeSources(TEMPLATE, generated);
  console.log(`${relative(ROOT, TEMPLATE)}: ${generated.size} files`);
  return 0;
}

async function checkTemplate(): Promise<number> {
  const drifts = driftBetween(await readSources(TEMPLATE), await generate());
  for (const drift of drifts) console.error(renderDrift(drift));
  if (drifts.length > 0) console.error("Run ./robustness-lab template.");
  return drifts.length === 0 ? 0 : 1;
}

async function generate() {
  return generateTemplate(await readSources(SOLUTION), await prettierFor(TEMPLATE));
}

function renderDrift({ file, reason }: Drift): string {
  return `template/src/${file} ${reason === "differs" ? "differs from the reference's stub" : `is ${reason}`}`;
}
