import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { benchEngines, CONTENDERS, type BenchEnginesOptions } from "./bench-engines.ts";
import { benchIsolation } from "./bench-isolation.ts";
import { EXIT, runCommand } from "./run-command.ts";

/* `./robustness-lab bench`: how fast the engines are, beside PyTorch where it is installed; and what isolation costs. */

const EXAMPLES = `
Examples:
  ./robustness-lab bench                                        every engine there is, and PyTorch if python3 has it: three minutes
  ./robustness-lab bench --python .venv/bin/python           the Python that has PyTorch
  ./robustness-lab bench --only wasm torch --rounds 20       for a machine that is busy with other things
  ./robustness-lab bench --epoch                             whole epochs of 60 000 images too
  ./robustness-lab bench isolation                           what isolation and the diagnosis cost`;

process.exitCode = await runCommand(main);

async function main(): Promise<number> {
  const program = new Command("./robustness-lab bench")
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  program
    .command("engines", { isDefault: true })
    .description(
      "Times LeNet on every engine and on PyTorch, in turns: steps of training and attack, start-up, memory.",
    )
    .addOption(new Option("--only <names...>", "contenders").choices(CONTENDERS).default(CONTENDERS, "all"))
    .option("--rounds <n>", "how often", parseCount, 7)
    .option("--batch <n>", "images a batch", parseCount, 1000)
    .option("--threads <n>", "threads of the embedded engine, and of PyTorch", parseCount, availableParallelism())
    .option("--python <command>", "the Python that PyTorch is looked for in", "python3")
    .option("--epoch", "epochs too, once each", false)
    .option("--out <folder>", "where bench.json and bench.svg go", "out/bench")
    .addHelpText("after", EXAMPLES)
    .allowExcessArguments(false)
    .action((options: BenchEnginesOptions) => benchEngines(options));
  program
    .command("isolation")
    .description(
      "Measures what isolation costs (the reference graded unprotected and isolated, in turns), and a diagnosis.",
    )
    .option("--rounds <n>", "how often; ten take about three minutes", parseCount, 10)
    .allowExcessArguments(false)
    .action((options: { readonly rounds: number }) => benchIsolation(options));
  await program.parseAsync(process.argv);
  return EXIT.done;
}

function parseCount(typed: string): number {
  const count = Number(typed);
  if (Number.isSafeInteger(count) && count >= 1 && count <= 100_000) return count;
  throw new InvalidArgumentError("Expected an integer from 1 to 100000.");
}
