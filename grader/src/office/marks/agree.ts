import type { Overall, QuestionMarks } from "../../pipeline/score/add-marks.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import { placeWords, quoted, type Mistake } from "../../shared/mistakes.ts";
import { isMarked, type FileMarks, type FileSubmission } from "./parse-marks.ts";
import type { Placed } from "./reading.ts";
import { COMMENT_LIMITS, textProblem } from "./text-limits.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** One marker's marks for an answer, and where they stand. */
type Opinion = Placed<FileMarks>;

/**
 * What several blocks of one submission say of a question; null if nobody has marked it. Opinions agree where neither has other
 * points or another comment: what one leaves blank, the other fills. If some are final, only they count.
 */
export function agreeOnQuestion(
  id: string,
  blocks: readonly FileSubmission[],
): { readonly marks: QuestionMarks | null; readonly contradictions: readonly Mistake[] } {
  const all = blocks.flatMap(({ questions }) => questions.get(id) ?? []).filter(({ value }) => isMarked(value));
  const final = all.filter(({ value }) => value.final === true);
  const opinions = final.length > 0 ? final : all;
  const what = `${id} of ${quoted(blocks[0]?.name ?? "")}`;
  return { marks: joined(opinions), contradictions: differences(opinions, what) };
}

/**
 * What several blocks of one submission say of it as a whole. Different comments all go to the student, each with the name of its
 * marker; different adjustments are a contradiction.
 */
export function agreeOverall(blocks: readonly FileSubmission[]): {
  readonly overall: Overall;
  readonly contradictions: readonly Mistake[];
} {
  const comment = joinedComments(blocks);
  const adjustments = blocks.flatMap(({ name, adjustment }) => (adjustment ? [{ name, ...adjustment }] : []));
  const [first, ...others] = adjustments;
  const other = others.filter(({ value: { points, reason } }) => {
    return points !== first?.value.points || reason !== first.value.reason;
  });
  const tooLong = comment === undefined ? null : textProblem(comment, COMMENT_LIMITS);
  return {
    overall: {
      ...(comment === undefined ? {} : { comment }),
      ...(first === undefined ? {} : { adjustment: first.value }),
    },
    contradictions: [
      ...other.flatMap(({ name, value, place }) => {
        const earlier = first && `${first.value.points} in ${placeWords(first.place)}`;
        const message = `the adjustment of ${quoted(name)} is ${value.points} here and ${earlier}: keep one of them, or the same points and reason in both`;
        return [{ ...place, message }];
      }),
      ...blocks.slice(-1).flatMap(({ name, place }) => {
        return tooLong === null
          ? []
          : [{ ...place, message: `the overall comments on ${quoted(name)} of all files together: ${tooLong}` }];
      }),
    ],
  };
}

function joinedComments(blocks: readonly FileSubmission[]): string | undefined {
  const given = blocks.flatMap(({ comment, marker }) => (comment === undefined ? [] : [{ comment, marker }]));
  const different = given.filter(({ comment }, index) => given.findIndex((each) => each.comment === comment) === index);
  if (different.length === 0) return undefined;
  const isOne = different.length === 1;
  return different
    .map(({ comment, marker }) => (isOne || marker === undefined ? comment : `${marker}: ${comment}`))
    .join("\n\n");
}

function joined(opinions: readonly Opinion[]): QuestionMarks | null {
  const [first] = opinions;
  if (first === undefined) return null;
  const all = opinions.map(({ value }) => value);
  const comment = all.find((each) => each.comment !== undefined)?.comment;
  const markers = [...new Set(all.flatMap(({ marker }) => marker ?? []))];
  const points = [...first.value.points.keys()].map((criterion) => {
    const given = all.map((each) => each.points.get(criterion) ?? null);
    return [criterion, given.find((each) => each !== null) ?? null] as const;
  });
  return {
    points: new Map(points),
    ...(comment === undefined ? {} : { comment }),
    ...(markers.length === 0 ? {} : { marker: markers.join(", ") }),
  };
}

/** For each opinion that differs from an earlier one, a sentence. */
function differences(opinions: readonly Opinion[], what: string): readonly Mistake[] {
  return opinions.flatMap((opinion, index) => {
    for (const earlier of opinions.slice(0, index)) {
      const about = differenceBetween(opinion.value, earlier.value);
      if (about.length === 0) continue;
      const [here, there] = [totalWords(opinion.value), totalWords(earlier.value)];
      const message = `${what} has ${here} here and ${there} in ${placeWords(earlier.place)}; ${about.join(", ")}`;
      return [{ ...opinion.place, message }];
    }
    return [];
  });
}

function differenceBetween(one: FileMarks, other: FileMarks): readonly string[] {
  const criteria = [...one.points].flatMap(([criterion, points]) => {
    const others = other.points.get(criterion) ?? null;
    return points === null || others === null || points === others ? [] : [`${criterion}: ${points} and ${others}`];
  });
  const isOtherComment = one.comment !== undefined && other.comment !== undefined && one.comment !== other.comment;
  return [...criteria, ...(isOtherComment ? ["the comments differ"] : [])];
}

function totalWords({ points }: FileMarks): string {
  const given = [...points.values()].filter((each) => each !== null);
  return `${countWords(sumOf(given), "point")}${given.length === points.size ? "" : " so far"}`;
}
