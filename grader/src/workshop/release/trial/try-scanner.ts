import { exerciseOf, isSet, randomFrom } from "@robustness-lab/fixtures";
import { FaultError } from "../../../shared/errors.ts";
import type { Files } from "../contents.ts";
import type { Scanner } from "../scan.ts";
import type { SecretText } from "../secrets.ts";
import { HONEST_EDITS, type HonestEdit } from "./honest-edits.ts";
import { piecesOf, type Piece } from "./pieces.ts";
import { plant } from "./plant.ts";

/** The outcome of a scanner's trial. */
export interface Trial {
  readonly planted: number;
  /** Descriptions of the planted leaks that were not found. */
  readonly missed: readonly string[];
  readonly honest: number;
  /** Findings in honest edits, as text. */
  readonly alarms: readonly string[];
}

export interface TrialSetup {
  readonly scan: Scanner;
  /** The scanner must find nothing in it. */
  readonly release: Files;
  /** The files of the solution that students write in. */
  readonly solution: readonly SecretText[];
  readonly plants: number;
  readonly seed: number;
}

/** Scans a release with random pieces of the solution planted in it, one at a time, and with honest edits. */
export async function tryScanner({ scan, release, solution, plants, seed }: TrialSetup): Promise<Trial> {
  const random = randomFrom(seed);
  const edits = HONEST_EDITS.filter(({ instead }) => instead === undefined || isSet(exerciseOf(instead)));
  const pieces = (await Promise.all(solution.map(piecesOf))).flat();
  const planted = Array.from({ length: plants }, (_, turn) => {
    return plant(pieces[random.integer(0, pieces.length - 1)] as Piece, release, turn, random);
  });
  return {
    planted: plants,
    missed: planted.filter(({ file }) => scan(file).length === 0).map(({ description }) => description),
    honest: edits.length,
    alarms: edits.flatMap((edit) =>
      scan({ path: edit.path, bytes: Buffer.from(edited(release, edit)) }).map(
        ({ path, firstLine, resembles }) => `${path}:${firstLine} resembles ${resembles}`,
      ),
    ),
  };
}

/** The file after an edit. @throws FaultError if there is no TODO to replace */
function edited(release: Files, { path, instead, text }: HonestEdit): string {
  const before = Buffer.from(release.get(path) ?? "").toString("utf8");
  if (instead === undefined) return `${before}\n${text}`;
  const todo = new RegExp(`throw new NotImplementedError\\("\\S+ ${instead}"\\);.*`);
  if (!todo.test(before)) throw new FaultError(`${path} has no TODO of ${instead}`);
  return before.replace(todo, () => text);
}
