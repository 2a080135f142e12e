import { runCommand } from "./run-command.ts";
import { testNodesCommand } from "./test-nodes-command.ts";
import { parseTestNodesCommand } from "./test-nodes-options.ts";

process.exitCode = await runCommand(async () => testNodesCommand(parseTestNodesCommand(process.argv)));
