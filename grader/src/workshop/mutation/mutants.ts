import { z } from "zod";

/** A change to the reference, and what the suites made of it. */
export interface Mutant {
  /** Under solution/src. */
  readonly file: string;
  readonly line: number;
  /** The whole line that the change begins on, trimmed: it tells a mutant from others of its text. */
  readonly at: string;
  /** White space is one space each, in both. */
  readonly original: string;
  readonly replacement: string;
  readonly fate: Fate;
  /** Of a killed mutant: the message of the check that failed. */
  readonly reason?: string;
}

export type Fate = "killed" | "timeout" | "survived" | "fault";

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

/** What a test of a check says first when the check ended without a verdict. */
export const FAULT = "grader fault:";

/**
 * The mutants of Stryker's report (mutation-testing-report-schema), by file and line.
 *
 * @param sources the folder that the report's paths begin with
 * @throws ZodError for what is no such report
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

/** Statuses that are no judgement (a run that broke, a mutant that did not load) are faults: they show nothing of a suite. */
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

/** Blocks are long and indented: what they are shows in one line as well. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
