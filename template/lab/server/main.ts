import { HELP, parseOptions, UsageError } from "./options.ts";

/* `npm run lab`: serves the page until Ctrl-C. */

const BAD_USAGE = 2;

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") console.log(HELP);
  else {
    // Imported lazily: --help and usage errors need no server.
    const { startServer } = await import("./start-server.ts");
    const url = await startServer(options);
    console.log(`The lab is at ${url} (Ctrl-C stops it)`);
    process.on("SIGINT", () => process.exit(0));
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${HELP}`);
  process.exitCode = BAD_USAGE;
}
