import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { endWithNpm } from "../end-with-npm.ts";
import { EXIT } from "../exit.ts";
import { killDescendants } from "../process-tree.ts";

/*
 * `npm test`: vitest, and its end with everything that the tests started at a signal, also one to npm.
 */

const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => {
    killDescendants(process.pid);
    process.exit(EXIT.fault);
  });
}
endWithNpm();
spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], { stdio: "inherit" }).once("exit", (code) => {
  process.exitCode = code ?? EXIT.fault;
});
