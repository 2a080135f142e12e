import { Command } from "commander";
import { UsageError } from "../shared/errors.ts";
import { WRITTEN_QUESTIONS } from "../pipeline/score/written.ts";

/** What was typed. */
export type MarksCommand =
  | {
      readonly action: "new";
      readonly results: string;
      readonly out?: string;
      readonly questions: readonly string[];
      readonly submissions?: string;
    }
  | { readonly action: "merge"; readonly results: string; readonly files: readonly string[]; readonly fresh: boolean }
  | { readonly action: "rubric" };

const EXAMPLES = `
Examples:
  ./robustness-lab marks new out/ada                     write out/ada/marks.yaml, to be filled in
  ./robustness-lab marks new out/class --submissions handed-in --questions W1,W2 --out w1-w2.yaml
                                                   two questions of a class, with the answers beside them
  ./robustness-lab marks merge out/class w1-w2.yaml w3-w5.yaml
                                                   put the points into results and reports
  ./robustness-lab marks rubric > rubric.md     what to look for

Exit codes: 0 done; 1 the grader failed; 2 bad usage or a mistake in a marks file, nothing written.`;

/** Parses the arguments of `marks`. @throws CommanderError after saying what is wrong, UsageError */
export function parseMarksCommand(argv: readonly string[]): MarksCommand {
  const typed: MarksCommand[] = [];
  const program = new Command("./robustness-lab marks")
    .description("The written part: marks files for teaching assistants, merged into results and reports.")
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  addNew(program, (command) => void typed.push(command));
  addMerge(program, (command) => void typed.push(command));
  program
    .command("rubric")
    .description("prints the rubric as Markdown")
    .action(() => void typed.push({ action: "rubric" }));
  program.parse(argv);
  const [command] = typed;
  if (command === undefined) throw new UsageError("expected new, merge or rubric; --help says more");
  return command;
}

function addNew(program: Command, found: (command: MarksCommand) => void): void {
  program
    .command("new")
    .description("writes a marks file to be filled in; never over one that is there")
    .argument("<results>", "a result.json, its folder, or a folder of such folders")
    .option("--out <file>", "where the marks file goes (default: marks.yaml beside the results)")
    .option("--questions <ids>", "these only, separated by commas", parseQuestions, allQuestions())
    .option("--submissions <path>", "what was handed in (a class, its roster, or one), to show the answers in the file")
    .action((results: string, options: { out?: string; questions: readonly string[]; submissions?: string }) => {
      found({ action: "new", results, ...options });
    });
}

function addMerge(program: Command, found: (command: MarksCommand) => void): void {
  program
    .command("merge")
    .description("puts marks into result.json, report.html and report.md")
    .argument("<results>", "a result.json, its folder, or a folder of such folders")
    .argument("[files...]", "marks files (default: marks.yaml beside the results)")
    .option("--fresh", "forget all marks merged before: only these files count", false)
    .action((results: string, files: readonly string[], { fresh }: { fresh: boolean }) => {
      found({ action: "merge", results, files, fresh });
    });
}

function allQuestions(): readonly string[] {
  return WRITTEN_QUESTIONS.map(({ id }) => id);
}

function parseQuestions(typed: string): readonly string[] {
  const ids = typed.split(",");
  const unknown = ids.filter((id) => !allQuestions().includes(id));
  if (unknown.length === 0) return ids;
  throw new UsageError(`--questions names ${unknown.join(", ")}, expected some of ${allQuestions().join(",")}`);
}
