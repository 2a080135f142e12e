import { HELP, parseOptions, UsageError } from "./options.ts";
import { startServer } from "./start-server.ts";

const BAD_USAGE = 2;

/** Runs `npm run lab`: serves the page until Ctrl-C. @param scripts the folder of the bundled scripts */
export async function serve(args: readonly string[], scripts: string): Promise<void> {
  try {
    const options = parseOptions(args);
    if (options === "help") return console.log(HELP);
    console.log(`The lab is at ${await startServer(options, scripts)} (Ctrl-C stops it)`);
    process.on("SIGINT", () => process.exit(0));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    process.exitCode = BAD_USAGE;
  }
}
