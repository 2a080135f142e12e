import { Command, Option } from "commander";
import { UsageError } from "../shared/errors.ts";
import { FORMATS, type Format } from "../office/export/formats.ts";

/** What was typed. */
export interface ExportCommand {
  readonly results: string;
  readonly to: Format;
  readonly worksheet?: string;
  readonly column?: string;
  readonly withWritten: boolean;
  readonly out?: string;
}

const EXAMPLES = `
Examples:
  ./robustness-lab export out/class --to moodle --worksheet Grades.csv
                                   out/class/moodle.csv and moodle-feedback.zip, to be uploaded
  ./robustness-lab export out/class --to canvas --worksheet Gradebook.csv --column "Robustness lab"
  ./robustness-lab export out/ada --to gradescope --out /autograder/results/results.json
  ./robustness-lab export out/ada --to junit

Exit codes: 0 done, with a list of whoever was left out; 1 the grader failed, so that there is no grade;
2 bad usage, nothing written.`;

/** Parses the arguments of `export`. @throws CommanderError after saying what is wrong, UsageError */
export function parseExportCommand(argv: readonly string[]): ExportCommand {
  const command = new Command("./robustness-lab export")
    .description("Gives results to a gradebook, a classroom or a test report. docs/exports.md says how.")
    .argument("<results>", "a result's folder, or a folder of such folders")
    .addOption(new Option("--to <format>", "what to write").choices(FORMATS).makeOptionMandatory())
    .option("--worksheet <file>", "moodle, canvas: the grading worksheet or gradebook to fill, as downloaded")
    .option("--column <name>", "moodle, canvas: which column takes the grade, where it cannot be told")
    .option("--with-written", "adds the points of the written part; who is not wholly marked is left out", false)
    .option("--out <path>", "the file to write; for a class of files the folder (default: beside the results)")
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  const typed = { results: command.args[0] ?? "", ...command.opts<Omit<ExportCommand, "results">>() };
  assertFits(typed);
  return typed;
}

function assertFits({ to, worksheet, column }: ExportCommand): void {
  const fills = to === "moodle" || to === "canvas";
  if (fills && worksheet === undefined) {
    throw new UsageError(`--to ${to} fills a file: download it and name it with --worksheet`);
  }
  if (!fills && (worksheet !== undefined || column !== undefined)) {
    throw new UsageError(`--worksheet and --column are for moodle and canvas, got --to ${to}`);
  }
}
