import type { Result } from "../../pipeline/score/result.ts";
import { renderClassroom } from "./classroom.ts";
import { renderCtrf } from "./ctrf.ts";
import type { GradeOptions } from "./grade.ts";
import { renderGradescope } from "./gradescope.ts";
import { renderJunit } from "./junit.ts";

/** A format that has a file for each result. */
export interface FileFormat {
  /** The file beside result.json, unless another is asked for. */
  readonly file: string;
  /** Whether it is a grade, so that a result without one must not look like one that has it. */
  readonly isGrade: boolean;
  readonly render: (result: Result, options: GradeOptions) => string;
}

/** The formats that need nothing but a result. */
export const FILE_FORMATS = {
  gradescope: { file: "gradescope.json", isGrade: true, render: renderGradescope },
  classroom: { file: "classroom.txt", isGrade: true, render: renderClassroom },
  ctrf: { file: "ctrf.json", isGrade: false, render: (result) => renderCtrf(result) },
  junit: { file: "junit.xml", isGrade: false, render: (result) => renderJunit(result) },
} as const satisfies Record<string, FileFormat>;

/** All that `./robustness-lab export --to` takes. */
export const FORMATS = ["gradescope", "moodle", "canvas", "classroom", "classroom50", "ctrf", "junit"] as const;
export type Format = (typeof FORMATS)[number];
