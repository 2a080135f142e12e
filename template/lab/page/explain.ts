import { frameOf } from "../shared/frame.ts";
import { toThrownError } from "../shared/errors.ts";
import type { Outcome, Problem, ThrownError } from "../shared/worker-messages.ts";
import type { BrokenFile } from "../shared/source.ts";
import { explainBroken, locate } from "./files.ts";
import type { Shown, ShownProblem } from "./state.ts";

/* Locates errors in the student's source: the browser runs compiled files, whose line numbers differ. */

/** An outcome whose problem, if any, is explained. */
export async function explainOutcome<T>(outcome: Outcome<T>): Promise<Shown<T>> {
  return outcome.ok ? outcome : { ok: false, problem: await explain(outcome.problem) };
}

/** Explains a thrown value. */
export function explainError(error: unknown): Promise<ShownProblem> {
  return explain({ kind: "error", error: toThrownError(error) });
}

/** Adds the file and the line in the student's source to a problem. */
export async function explain(problem: Problem): Promise<ShownProblem> {
  if (problem.kind === "waiting") return problem;
  const broken = problem.kind === "broken-file" ? await explainBroken(problem.file) : null;
  if (broken !== null) return describeBroken(broken);
  const place = await placeOf(problem.error);
  const file = problem.kind === "broken-file" ? `src/${problem.file}` : null;
  return {
    kind: "error",
    title: problem.error.name,
    message: problem.error.message,
    place: place?.name ?? file,
    frame: place?.frame ?? null,
  };
}

function describeBroken({ file, message, line, column, frame }: BrokenFile): ShownProblem {
  const place = [`src/${file}`, ...(line === null ? [] : [line, (column ?? 0) + 1])].join(":");
  return { kind: "error", title: "This file does not load", message, place, frame };
}

interface Place {
  readonly name: string;
  readonly frame: string | null;
}

/** The first stack frame in the student's source. */
async function placeOf({ stack }: ThrownError): Promise<Place | null> {
  for (const [, url = "", line = "0", column = "0"] of stack.matchAll(/(https?:\/\/[^\s()]+?):(\d+):(\d+)/g)) {
    const found = await locate(url, { line: Number(line), column: Number(column) - 1 });
    if (found === null) continue;
    const { file, position, text } = found;
    if (position === null) return { name: `${file}:${line}`, frame: null };
    return {
      name: `${file}:${position.line}:${position.column + 1}`,
      frame: text === null ? null : frameOf(text, position.line, position.column),
    };
  }
  return null;
}
