import { spawn } from "node:child_process";
import { endWithNpm } from "../end-with-npm.ts";
import { EXIT } from "../exit.ts";
import { killDescendants } from "../process-tree.ts";

/*
 * A command of package.json, and its end with everything that it started at a signal, also one to npm.
 */

const [command = "", ...args] = process.argv.slice(2);

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => {
    killDescendants(process.pid);
    process.exit(EXIT.fault);
  });
}
endWithNpm();
// The packages' commands are scripts, which Windows starts only by a shell.
const child = spawn(command, args, { stdio: "inherit", shell: process.platform === "win32" });
child.once("exit", (code) => {
  process.exitCode = code ?? EXIT.fault;
});
