import type { Place } from "../page/workspace.ts";
import { STUDENT_URL } from "./link.ts";

const FRAME = new RegExp(String.raw`${STUDENT_URL}([^\s():]+):(\d+):(\d+)`, "g");
/** Files that help no one to find a mistake: the next frame is in a test or in the student's own file. */
const OF_OTHERS = /^tests\/(helpers|setup)\.ts$/;

/** The first place of an error's stack in a file of the student, else in a test. */
export function placeOf(stack: string): Place | null {
  const places = [...stack.matchAll(FRAME)].map(([, path = "", line, column]) => {
    return { path, line: Number(line), column: Number(column) };
  });
  return places.find(({ path }) => !OF_OTHERS.test(path)) ?? places[0] ?? null;
}
