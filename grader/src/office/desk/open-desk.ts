import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { WRITTEN_QUESTIONS, type WrittenQuestion } from "../../pipeline/score/written.ts";
import { UsageError } from "../../shared/errors.ts";
import { countMistakes } from "../../shared/mistakes.ts";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";
import { readClass } from "../class/class-folder.ts";
import { findResults } from "../class/results.ts";
import { defaultMarksFile } from "../marks/marks-file.ts";
import { MistakesInFile, openMarks, type OpenMarks } from "../marks/edit-file.ts";
import { watchResults, type FreshResults } from "./fresh-results.ts";
import { groupAnswers } from "./groups.ts";
import { modelAnswersIn, questionTextsIn, readMembers, type Member } from "./members.ts";
import { inShare, shuffled, type Share } from "./order.ts";
import { openOthers, type OtherFiles } from "./others.ts";

/** What the command of the desk takes. */
export interface DeskOptions {
  readonly results: string;
  readonly marker?: string;
  readonly share?: Share;
  /** Ids of the questions; all by default. */
  readonly questions?: readonly string[];
  /** The marks file; by default beside the results. */
  readonly out?: string;
  readonly submissions?: string;
}

/** The answers and marks of a class, open for marking. */
export interface OpenDesk {
  readonly title: string;
  readonly marker: string | null;
  readonly questions: readonly WrittenQuestion[];
  /** Markdown by id, as modelAnswers. */
  readonly questionTexts: ReadonlyMap<string, string>;
  readonly modelAnswers: ReadonlyMap<string, string>;
  /** By key. */
  readonly members: ReadonlyMap<string, Member>;
  /** Keys by question, in the order of marking; only the share. */
  readonly order: ReadonlyMap<string, readonly string[]>;
  /** Groups by question, then by key. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly own: OpenMarks;
  readonly others: OtherFiles;
  readonly results: FreshResults;
}

/** Opens the desk. @throws UsageError, with all mistakes of a marks file */
export async function openDesk(options: DeskOptions, signal: AbortSignal): Promise<OpenDesk> {
  const { results, submissions } = options;
  const questions = chosenQuestions(options.questions);
  const { marker: given } = options;
  const byDefault = defaultMarksFile(results);
  const folder = dirname(byDefault);
  const file = options.out ?? (given === undefined ? byDefault : join(folder, `marks-${slug(given)}.yaml`));
  const { results: found } = await findResults(results);
  const graded = await readClass(folder);
  const source = { results, found, graded, submissions, questions: WRITTEN_QUESTIONS, signal };
  const members = await readMembers(source);
  const own = await openOwn(file, given ?? null);
  const keys = sharedKeys(members, own, options.share);
  const byKey = new Map(members.map((member) => [member.key, member]));
  const groups = new Map<string, ReadonlyMap<string, string>>();
  const group = (): void => {
    for (const { id } of questions) groups.set(id, groupsOf([...byKey.values()], id));
  };
  group();
  return {
    title: basename(resolve(folder)),
    marker: given ?? own.marker() ?? null,
    questions,
    questionTexts: questionTextsIn(await readFile(join(TEMPLATE_FOLDER, "answers.md"), "utf8"), questions),
    modelAnswers: modelAnswersIn(await readFile(join(SOLUTION_FOLDER, "answers.md"), "utf8"), questions),
    members: byKey,
    order: new Map(questions.map(({ id }) => [id, shuffled(keys, id)])),
    groups,
    own,
    others: await openOthers(folder, file, WRITTEN_QUESTIONS),
    results: await watchResults(byKey, group),
  };
}

/** Whoever was marked in this file stays, also if a latecomer moved them to another share. */
function sharedKeys(members: readonly Member[], own: OpenMarks, share: Share | undefined): readonly string[] {
  const names = members.map(({ folder }) => folder);
  const shared = share === undefined ? new Set(names) : inShare(names, share);
  if (shared.size === 0) throw new UsageError("there is no submission in this share: take a share of fewer parts");
  const isIn = (name: string): boolean => shared.has(name) || (own.marks().get(name)?.questions.size ?? 0) > 0;
  return members.filter(({ folder }) => isIn(folder)).map(({ key }) => key);
}

async function openOwn(file: string, marker: string | null): Promise<OpenMarks> {
  try {
    const own = await openMarks(file, { marker, questions: WRITTEN_QUESTIONS });
    const other = own.marker();
    if (marker === null || other === undefined || other === marker) return own;
    throw new UsageError(
      `${file} is of ${other}: choose another file with --out, or --marker ${JSON.stringify(other)}`,
    );
  } catch (error) {
    if (!(error instanceof MistakesInFile)) throw error;
    const count = countMistakes(error.mistakes);
    throw new UsageError(`${count} in ${file}: correct the file, then start again\n${error.message}`, { cause: error });
  }
}

function chosenQuestions(ids: readonly string[] | undefined): readonly WrittenQuestion[] {
  const known = WRITTEN_QUESTIONS.map(({ id }) => id);
  const unknown = (ids ?? []).filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new UsageError(`--questions names ${unknown.join(", ")}, expected some of ${known.join(",")}`);
  }
  return WRITTEN_QUESTIONS.filter(({ id }) => ids === undefined || ids.includes(id));
}

/** A name in the name of a file: "Ada L." is ada-l. */
function slug(marker: string): string {
  const plain = marker.normalize("NFKC").toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu)?.join("-");
  if (words !== undefined) return words.slice(0, 60);
  throw new UsageError(`--marker ${JSON.stringify(marker)}: expected a name with a letter or a number`);
}

function groupsOf(members: readonly Member[], question: string): ReadonlyMap<string, string> {
  // What only a document contains is not empty, and is compared with nothing.
  const compared = members.filter(({ documents, answers, whole }) => {
    return documents.length === 0 || (answers.get(question) ?? whole ?? "") !== "";
  });
  return groupAnswers(compared.map(({ key, answers, whole }) => ({ key, text: answers.get(question) ?? whole ?? "" })));
}
