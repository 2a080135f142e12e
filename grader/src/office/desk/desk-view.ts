import { pointsOf, type WrittenQuestion } from "../../pipeline/score/written.ts";
import { isOutdated, type FileMarks, type FileSubmission } from "../marks/parse-marks.ts";
import { versionOf, type Member } from "./members.ts";
import type { OpenDesk } from "./open-desk.ts";
import type { AnswerState, Desk, DeskQuestion, DeskSubmission, Marks } from "./protocol.ts";

/** Renders Markdown as safe HTML. */
type Render = (text: string) => Promise<string>;

/** The whole desk as the page shows it. */
export async function toDesk(desk: OpenDesk, render: Render): Promise<Desk> {
  return {
    marker: desk.marker,
    file: desk.own.file,
    broken: desk.own.broken() ?? null,
    title: desk.title,
    questions: await Promise.all(desk.questions.map((question) => toQuestion(question, desk, render))),
    submissions: [...desk.members.values()].map((member) => toSubmission(member, desk)),
    order: Object.fromEntries(desk.order),
  };
}

async function toQuestion(question: WrittenQuestion, desk: OpenDesk, render: Render): Promise<DeskQuestion> {
  const { id, maxPoints, criteria, wrongAnswers } = question;
  return {
    id,
    question: question.question,
    text: await render(desk.questionTexts.get(id) ?? ""),
    maxPoints,
    criteria,
    modelAnswer: await render(desk.modelAnswers.get(id) ?? ""),
    wrongAnswers: wrongAnswers.map((each) => ({
      answer: each.answer,
      points: pointsOf(question, each),
      why: each.why,
    })),
  };
}

/** A submission with its marks as they are on disk. */
export function toSubmission(member: Member, desk: OpenDesk): DeskSubmission {
  const { key, pseudonym, notes, documents, folder, student } = member;
  const own = desk.own.marks().get(folder);
  const answers = desk.questions.map((each) => [each.id, toAnswer(each, { member, own, desk })] as const);
  return {
    key,
    pseudonym,
    version: versionOf(member),
    revealed: own?.named === true ? student : null,
    notes,
    documents,
    answers: Object.fromEntries(answers),
    comment: own?.comment ?? "",
    adjustment: own?.adjustment?.value ?? null,
  };
}

interface Answerer {
  readonly member: Member;
  /** What this desk's file says of the submission. */
  readonly own: FileSubmission | undefined;
  readonly desk: OpenDesk;
}

function toAnswer({ id, criteria }: WrittenQuestion, { member, own, desk }: Answerer): AnswerState {
  const ownMarks = own?.questions.get(id)?.value;
  const toMarks = (marks: FileMarks): Marks => ({
    points: Object.fromEntries(criteria.map((each) => [each.id, marks.points.get(each.id) ?? null])),
    comment: marks.comment ?? "",
    secondOpinion: marks.secondOpinion === true,
    final: marks.final === true,
  });
  const text = member.answers.get(id);
  return {
    isEmpty: (text ?? member.whole ?? "").trim() === "" && member.documents.length === 0,
    isWhole: text === undefined && member.whole !== null,
    group: ownMarks?.alone === true ? null : (desk.groups.get(id)?.get(member.key) ?? null),
    marks: ownMarks === undefined ? null : toMarks(ownMarks),
    isOutdated: ownMarks !== undefined && isOutdated(own, member.sha256),
    others: desk.others.files().flatMap(({ marker, submissions }) => {
      const theirs = submissions.get(member.folder);
      const marks = theirs?.questions.get(id)?.value;
      // As in merging, marks for an earlier submission do not count.
      if (marks === undefined || isOutdated(theirs, member.sha256)) return [];
      return [{ marker: marks.marker ?? marker, marks: toMarks(marks) }];
    }),
  };
}
