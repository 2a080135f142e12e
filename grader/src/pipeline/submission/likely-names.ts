import { posix } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";

/* The names that programs give a second copy, and that people give a file by mistake. */

const CODE_LIKE = /\.(?:[cm]?[jt]sx?|json)(?:\.txt)?$/i;
const EXTENSION = /\.(?:[cm]?[jt]sx?)(?:\.txt)?$/i;
/** "fgsm (1)" of a browser, "fgsm-1" of Canvas, "fgsm copy 2" and "fgsm - Kopie (2)" of an operating system. */
const COPY = /(?: ?\(\d{1,3}\)|-\d{1,3}|[ _-]{1,3}(?:copy|kopie|copie|copia|kopi)(?: ?\(?\d{1,3}\)?)?)$/i;
const COPY_OF = /^(?:copy of|kopie von|copie de|copia di|copia de) /i;

/** True for a source file, if only by some of its name: fgsm.ts, fgsm.mjs, FGSM.TS, fgsm.ts.txt. */
export function isCodeLike(path: string): boolean {
  return CODE_LIKE.test(path);
}

/** A path without extension, in lower case, and without what marks a copy: "mnist/fgsm" for "mnist/fgsm (1).js". */
export function plainPath(path: string): string {
  return posix.join(posix.dirname(path), plainName(posix.basename(path))).toLowerCase();
}

/** The same of a file's name. */
export function plainName(name: string): string {
  return name.replace(EXTENSION, "").replace(COPY, "").replace(COPY_OF, "").toLowerCase();
}

/** The files of the exercises: their paths below src/, and the functions in them. */
export const EXPECTED_FILES: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(EXERCISES.map(({ file }) => file))].map((file) => [
    file,
    EXERCISES.filter((each) => each.file === file).flatMap(({ functions }) => functions),
  ]),
);

/** True if a source exports one of these functions: two files of the exercise have the same name. */
export function exportsOneOf(functions: readonly string[], source: string): boolean {
  const names = functions.join("|");
  const declared = String.raw`export\s{1,9}(?:async\s{1,9})?(?:function\s?\*?|const|let|var)\s{1,9}(?:${names})\b`;
  const listed = String.raw`(?:export|exports\s{0,9}=)\s{0,9}\{[^}]{0,500}\b(?:${names})\b`;
  return new RegExp(`${declared}|${listed}|${String.raw`\bexports\.(?:${names})\b`}`).test(source);
}
