import { UsageError } from "../../shared/errors.ts";
import type { Format } from "./formats.ts";

/** Options of an export. */
export interface ExportOptions {
  readonly to: Format;
  /** The downloaded file to fill, for Moodle and Canvas. */
  readonly worksheet?: string;
  readonly column?: string;
  readonly withWritten: boolean;
  /** The roster of a class, for Classroom 50. */
  readonly roster?: string;
  readonly out?: string;
  /** The folder of the results. */
  readonly results?: string;
}

/** Access to the outside world, except files. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly print: (text: string) => void;
}

/** @throws UsageError for options that do not fit the format */
export function assertFits({ to, worksheet, column, roster }: ExportOptions): void {
  const fills = to === "moodle" || to === "canvas";
  if (fills && worksheet === undefined) {
    throw new UsageError(`--to ${to} fills in a file: download it and pass it with --worksheet`);
  }
  if (!fills && (worksheet !== undefined || column !== undefined)) {
    throw new UsageError(`--worksheet and --column are for moodle and canvas, got --to ${to}`);
  }
  if (roster !== undefined && to !== "classroom50") throw new UsageError(`--roster is for classroom50, got --to ${to}`);
}
