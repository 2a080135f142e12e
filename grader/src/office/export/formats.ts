import type { Result } from "../../pipeline/score/result.ts";
import { renderClassroom } from "./classroom.ts";
import { renderCtrf } from "./ctrf.ts";
import type { GradeOptions } from "./grade.ts";
import { renderGradescope } from "./gradescope.ts";
import { renderJunit } from "./junit.ts";

/** A format with a file per result. */
export interface FileFormat {
  /** Default name, next to result.json. */
  readonly file: string;
  /** True if the file is a grade; a result without a grade is then withheld. */
  readonly isGrade: boolean;
  /** True if the format has no half points. */
  readonly inWholePoints?: true;
  readonly render: (result: Result, options: GradeOptions) => string;
}

/** The formats that need only a result. */
export const FILE_FORMATS = {
  gradescope: { file: "gradescope.json", isGrade: true, render: renderGradescope },
  classroom: { file: "classroom.txt", isGrade: true, inWholePoints: true, render: renderClassroom },
  ctrf: { file: "ctrf.json", isGrade: false, render: (result) => renderCtrf(result) },
  junit: { file: "junit.xml", isGrade: false, render: (result) => renderJunit(result) },
} as const satisfies Record<string, FileFormat>;

/** The values of `./robustness-lab export --to`. */
export type Format = keyof typeof FILE_FORMATS | "moodle" | "canvas" | "csv" | "classroom50";
