import { fileURLToPath } from "node:url";

const LAUNCHER = fileURLToPath(new URL("../../../bin/run.mjs", import.meta.url));

/** Node's arguments that start a command as `npm run` does. */
export function commandLine(command: string): readonly string[] {
  return [LAUNCHER, command];
}
