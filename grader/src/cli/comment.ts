import { commentCommand } from "./comment-command.ts";
import { parseCommentCommand } from "./comment-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => commentCommand(parseCommentCommand(process.argv)));
