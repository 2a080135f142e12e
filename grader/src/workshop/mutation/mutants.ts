import { z } from "zod";

/** A change to the reference, and the verdict of the suites on it. */
export interface Mutant {
  /** A path under solution/src. */
  readonly file: string;
  readonly line: number;
  /** The line on which the change begins, trimmed; it identifies the mutant without a line number. */
  readonly at: string;
  /** In this and in `replacement`, white space is collapsed. */
  readonly original: string;
  readonly replacement: string;
  readonly fate: Fate;
  /** The message of the failed check or of the fault. */
  readonly reason?: string;
}

type Fate = "killed" | "timeout" | "survived" | "fault";

const Position = z.object({ line: z.int(), column: z.int() });

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          replacement: z.string(),
          status: z.string(),
          statusReason: z.string().optional(),
          location: z.object({ start: Position, end: Position }),
        }),
      ),
    }),
  ),
});

/** Prefix of the error of a check that ended without a verdict. */
export const FAULT = "grader fault:";

/**
 * Parses Stryker's report (mutation-testing-report-schema) into mutants, sorted by file and line.
 *
 * @param sources the folder prefix of the paths in the report
 * @throws ZodError
 */
export function parseMutants(report: unknown, sources: string): readonly Mutant[] {
  return Object.entries(Report.parse(report).files)
    .flatMap(([path, { source, mutants }]) =>
      mutants.map(({ replacement, status, statusReason, location }): Mutant => ({
        file: path.startsWith(sources) ? path.slice(sources.length) : path,
        line: location.start.line,
        at: lineOf(source, location.start.line).trim(),
        original: oneLine(sliceOf(source, location)),
        replacement: oneLine(replacement),
        fate: fateOf(status, statusReason),
        ...(statusReason !== undefined && { reason: statusReason }),
      })),
    )
    .sort((left, right) => left.file.localeCompare(right.file) || left.line - right.line);
}

/** Other statuses, such as a broken run or a mutant that does not load, are faults: they do not measure the suites. */
function fateOf(status: string, reason = ""): Fate {
  if (status === "Timeout") return "timeout";
  if (status === "Survived" || status === "NoCoverage") return "survived";
  return status === "Killed" && !reason.includes(FAULT) ? "killed" : "fault";
}

function lineOf(source: string, line: number): string {
  return source.split("\n")[line - 1] ?? "";
}

function sliceOf(
  source: string,
  { start, end }: z.infer<typeof Report>["files"][string]["mutants"][number]["location"],
) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((text, index) => text.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join("\n");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
