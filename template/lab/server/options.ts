import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The parsed options of the command line. */
export interface LabOptions {
  /** The folder whose src/ the page runs. */
  readonly folder: string;
  readonly port: number;
  /** Opens the page in a browser. */
  readonly open: boolean;
}

/** An invalid command line. The message gives the value received and the value expected. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const OWN_FOLDER = fileURLToPath(new URL("../../", import.meta.url));
const FIRST_PORT = 5173;

export const HELP = `Usage: npm run lab -- [folder] [--port N] [--open]

Serves a page that runs the functions under src/ live and reloads them whenever you save.

  folder      the folder whose src/ the page runs (default: this one)
  --port N    the port to listen on (default: ${FIRST_PORT}, or the next free one)
  --open      open the page in your browser
  --help      show this help

Example: npm run lab -- --port 8080 --open`;

/** @returns "help" for --help. @throws UsageError */
export function parseOptions(args: readonly string[]): LabOptions | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  if (positionals.length > 1) throw new UsageError(`expected one folder, got ${positionals.join(" and ")}`);
  return { folder: parseFolder(positionals[0] ?? OWN_FOLDER), port: parsePort(values.port), open: values.open };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: "string", default: String(FIRST_PORT) },
        open: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function parseFolder(given: string): string {
  const folder = resolve(given);
  if (existsSync(join(folder, "src"))) return folder;
  throw new UsageError(`${given} has no folder src/: give the folder that contains src/`);
}

function parsePort(given: string): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--port is ${given}, expected a whole number from 1 to 65535`);
}
