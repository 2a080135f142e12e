import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { handIn } from "./hand-in.ts";
import { UsageError } from "./usage-error.ts";

/* `npm run handin` */

const BAD_USAGE = 2;
const HELP = `Usage: npm run handin -- [--out FILE]

Packs src/, answers.md and the pictures that it names, and nothing else. Says first what is still a stub, which public tests
fail, which answers are empty, and which files are left out. None of that stops it: you may hand in what you have.

  --out FILE           the zip to write, replaced if it exists (default: handin.zip)
  --help               show this help

Examples: npm run handin
          npm run handin -- --out ../ada-lovelace.zip`;

try {
  const { help, out } = parse(process.argv.slice(2));
  if (help) console.log(HELP);
  else await handIn(process.cwd(), checkedOut(out), console.log);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = BAD_USAGE;
}

function parse(args: readonly string[]): { readonly help: boolean; readonly out: string } {
  const options = {
    out: { type: "string", default: "handin.zip" },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${why}\n\nnpm run handin -- --help shows the options.`, { cause });
  }
}

/** An archive by its name, so that --out answers.md does not destroy the answers. */
function checkedOut(out: string): string {
  if (!/\.zip$/i.test(out)) throw new UsageError(`--out is ${out}, expected a file name that ends in .zip`);
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder(out)) throw new UsageError(`--out is ${out}, which is a folder: add a file name`);
  if (isFolder(dirname(resolve(out)))) return out;
  throw new UsageError(`--out is ${out}, but there is no folder ${dirname(out)}: make it first`);
}
