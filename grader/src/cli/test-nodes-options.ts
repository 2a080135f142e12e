import { Argument, Command, InvalidArgumentError } from "commander";

/** The versions of Node that we say we run on. CI's matrix has the same. */
export const TESTED_NODES: readonly string[] = ["20", "22", "24"];

/** What was typed. */
export interface TestNodesCommand {
  readonly versions: readonly string[];
  readonly script: string;
  readonly only: readonly string[];
}

const LIST = TESTED_NODES.join(", ");
const VERSIONS = new Argument("[versions...]", "such as 22 or 22.13.0")
  .argParser(parseVersion)
  .default(TESTED_NODES, LIST);

const EXAMPLES = `
npm brings each Node from its package "node" and keeps it in its own cache; the Node that runs this is taken as it is.

Examples:
  npm run test:nodes                              npm test on Node ${LIST}: four to five minutes each
  npm run test:nodes -- 24                        on one of them
  npm run test:nodes -- 20.17.0 26                on others
  npm run test:nodes -- 24 --only grader/src/pipeline/run  some test files
  npm run test:nodes -- 24 --script start         another script

Exit codes: 0 all passed, 1 not so, or there is no such Node, 2 bad usage.`;

/** Parses the arguments of `test:nodes`. @throws CommanderError after saying what is wrong */
export function parseTestNodesCommand(argv: readonly string[]): TestNodesCommand {
  const command = new Command("npm run test:nodes --")
    .description("Runs npm test on several versions of Node, one after the other.")
    .addArgument(VERSIONS)
    .option("--only <files...>", "beginnings of paths, handed to the script")
    .option("--script <name>", "which npm script", "test")
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  const [versions] = command.processedArgs as [readonly string[]];
  return { only: [], ...command.opts<{ only?: readonly string[]; script: string }>(), versions };
}

function parseVersion(typed: string, before: readonly string[]): readonly string[] {
  if (!/^\d+(\.\d+){0,2}$/.test(typed)) throw new InvalidArgumentError("Expected a version such as 22 or 22.13.0.");
  return before === TESTED_NODES ? [typed] : [...before, typed];
}
