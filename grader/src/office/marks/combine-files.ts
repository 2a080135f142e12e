import type { Overall, SubmissionMarks } from "../../pipeline/score/add-marks.ts";
import type { FoundResult } from "../class/results.ts";
import { groupBy } from "../../shared/group-by.ts";
import { quoted, type Mistake } from "../../shared/mistakes.ts";
import { agreeOnQuestion, agreeOverall } from "./agree.ts";
import { isMarked, isOutdated, shortChecksum, type FileSubmission } from "./parse-marks.ts";

/** Marks of several files, and what only their comparison with each other and with the results shows. */
export interface Combined {
  /** By the name of the submission; without those of which no file says anything. */
  readonly marks: ReadonlyMap<string, CombinedMarks>;
  readonly mistakes: readonly Mistake[];
  /** Where markers differ and none has the last word. */
  readonly contradictions: readonly Mistake[];
  /** Blocks that were marked before the student handed in the graded submission. Their marks are left out. */
  readonly leftOut: readonly Mistake[];
  /** Submissions that have no marks but those left out. */
  readonly resubmitted: ReadonlySet<string>;
  /** Second opinions that nobody has given yet. */
  readonly wanted: readonly Mistake[];
}

interface CombinedMarks {
  readonly questions: SubmissionMarks;
  readonly overall: Overall;
}

const MAX_NAMES = 5;
const HOW_TO_GO_ON = "; correct the name, or, if its result is gone, grade it again or remove its lines";

/** Combines marks files. Several markers may mark the same question of a submission if they agree, or one says `final: true`. */
export function combineMarks(given: readonly FileSubmission[], results: readonly FoundResult[]): Combined {
  const found = new Map(results.map((each) => [each.name, each]));
  const stale = new Map(given.flatMap((each) => staleness(each, found.get(each.name))));
  const byName = groupBy(
    given.filter((each) => !stale.has(each)),
    ({ name }) => name,
  );
  const combined = [...byName].map(([name, blocks]) => ({ name, ...combineBlocks(blocks) }));
  const marks = new Map(combined.flatMap(({ name, marks }) => (marks === null ? [] : [[name, marks] as const])));
  return {
    marks,
    mistakes: given.flatMap((submission) => (found.has(submission.name) ? [] : [unknown(submission, results)])),
    contradictions: combined.flatMap(({ contradictions }) => contradictions),
    leftOut: [...stale.values()],
    resubmitted: new Set([...stale.keys()].flatMap(({ name }) => (marks.has(name) ? [] : [name]))),
    wanted: combined.flatMap(({ wanted }) => wanted),
  };
}

/** Combines what several files say of one submission. */
function combineBlocks(blocks: readonly FileSubmission[]) {
  const ids = [...new Set(blocks.flatMap(({ questions }) => [...questions.keys()]))];
  const agreed = ids.map((id) => ({ id, ...agreeOnQuestion(id, blocks) }));
  const { overall, contradictions } = agreeOverall(blocks);
  const questions = new Map(agreed.flatMap(({ id, marks }) => (marks === null ? [] : [[id, marks] as const])));
  const isSilent = questions.size === 0 && overall.comment === undefined && overall.adjustment === undefined;
  return {
    marks: isSilent ? null : { questions, overall },
    contradictions: [...agreed.flatMap((each) => each.contradictions), ...contradictions],
    wanted: ids.flatMap((id) => wantedOpinion(id, blocks)),
  };
}

/** The wish for a second opinion, unless another file has marks or one has the last word. */
function wantedOpinion(id: string, blocks: readonly FileSubmission[]): readonly Mistake[] {
  const all = blocks.flatMap(({ name, questions }) => {
    const marks = questions.get(id);
    return marks === undefined ? [] : [{ name, ...marks }];
  });
  const wishing = all.find(({ value }) => value.secondOpinion === true);
  const isSettled = all.some((each) => isMarked(each.value) && (each.value.final === true || each !== wishing));
  return wishing === undefined || isSettled ? [] : [{ ...wishing.place, message: `${id} of ${quoted(wishing.name)}` }];
}

function unknown({ name, place }: FileSubmission, results: readonly FoundResult[]): Mistake {
  return { ...place, message: `unknown submission ${quoted(name)}: expected ${namesOf(results)}${HOW_TO_GO_ON}` };
}

function staleness(
  submission: FileSubmission,
  found: FoundResult | undefined,
): readonly (readonly [FileSubmission, Mistake])[] {
  const { name, sha256 } = submission;
  if (found === undefined || sha256 === undefined) return [];
  const graded = found.result.submission.sha256;
  if (!isOutdated(submission, graded)) return [];
  const message = `the result of ${quoted(name)} is for another submission (${shortChecksum(graded) ?? "none"}): check that the answers are the same, then change this line`;
  return [[submission, { ...sha256.place, message }]];
}

function namesOf(results: readonly FoundResult[]): string {
  const names = results.slice(0, MAX_NAMES).map(({ name }) => quoted(name));
  const left = results.length - names.length;
  return `${names.join(", ")}${left > 0 ? ` or one of ${left} more` : ""}`;
}
