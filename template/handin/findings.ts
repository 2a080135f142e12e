import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import {
  decodeText,
  findAnswers,
  formatBytes,
  HAND_IN_LIMITS,
  isCode,
  QUESTION_IDS,
} from "@robustness-lab/fixtures/hand-in";
import type { Collected, PackedFile } from "./collect.ts";

/** A line that throws, and is no comment. */
const STUB = /^[^/*\n]*throw new NotImplementedError\(\s*["'`][\d.]+ (\w+)["'`]\s*\)/gm;
const COMMENT = /<!--[^]*?-->/g;

/** The stubs of the exercises, and the files that the grader will look for in vain. */
export function stubLines(files: readonly PackedFile[]): readonly string[] {
  const texts = new Map(files.map(({ path, bytes }) => [path, isCode(path) ? decodeText(bytes) : ""]));
  const stubs = new Set([...texts.values()].flatMap((text) => [...text.matchAll(STUB)].map(([, name]) => name)));
  const open = EXERCISES.map(({ id, file, functions }) => {
    return { id, file, names: functions.filter((name) => stubs.has(name)) };
  }).filter(({ names }) => names.length > 0);
  const missing = [...new Set(EXERCISES.map(({ file }) => `src/${file}`))].filter((file) => !texts.has(file));
  const total = EXERCISES.flatMap(({ functions }) => functions).length;
  const count = open.flatMap(({ names }) => names).length;
  return [
    count === 0 ? "Stubs: none." : `Stubs: ${count} of ${total} functions still throw NotImplementedError:`,
    ...open.map(({ id, file, names }) => `  ${id}  ${names.join(", ")}  (src/${file})`),
    ...missing.map((file) => `  ${file} is missing: the grader looks for the functions of this exercise there`),
  ];
}

/** The answers that are missing or empty. */
export function answerLines(answers: string | undefined): readonly string[] {
  if (answers === undefined) return ["Answers: answers.md is missing, so no written question is answered."];
  const { texts, notes } = findAnswers(answers, QUESTION_IDS);
  const empty = QUESTION_IDS.filter((id) => (texts.get(id) ?? "").replaceAll(COMMENT, "").trim() === "");
  const first =
    empty.length === 0
      ? "Answers: none is empty."
      : `Answers: ${empty.join(", ")} ${empty.length === 1 ? "is" : "are"} empty.`;
  return [first, ...notes.map((note) => `  ${note}`)];
}

/** The pictures that answers.md names and that are not handed in. */
export function pictureLines({ files, pictureProblems }: Collected): readonly string[] {
  const count = files.filter(({ kind }) => kind === "picture").length;
  if (count + pictureProblems.length === 0) return [];
  const packed = `Pictures: ${count} of ${count + pictureProblems.length} of answers.md are handed in.`;
  const lines = pictureProblems.map(
    ({ written, line, why }) => `  ${JSON.stringify(written)} (line ${line}) is not: ${why}`,
  );
  return [packed, ...lines];
}

const MAX_LINES = 20;

/** The files that are left out, and those that the grader will not compile. */
export function fileLines({ files, leftOut }: Collected): readonly string[] {
  const large = files.filter(
    ({ path, bytes }) => path.startsWith("src/") && bytes.length > HAND_IN_LIMITS.maxSourceBytes,
  );
  const limit = formatBytes(HAND_IN_LIMITS.maxSourceBytes);
  return [
    ...(leftOut.length === 0 ? [] : ["Left out:"]),
    ...leftOut.slice(0, MAX_LINES).map(({ path, why }) => `  ${JSON.stringify(path)}: ${why}`),
    ...(leftOut.length > MAX_LINES ? [`  and ${leftOut.length - MAX_LINES} more`] : []),
    ...large.map(({ path }) => `${JSON.stringify(path)} is larger than ${limit}: the grader will not compile it.`),
  ];
}
