import { z } from "zod";
import { InvalidChange, type Edit } from "../marks/edit-file.ts";
import { isOutdated, type FileMarks } from "../marks/parse-marks.ts";
import { cleanComment, replaceParagraph } from "./comments.ts";
import { toSubmission } from "./desk-view.ts";
import { versionOf, type Member } from "./members.ts";
import type { OpenDesk } from "./open-desk.ts";
import type { Patch, ReplaceComment, Saved, Seen, SetMarks, SetSubmission } from "./protocol.ts";

const points = z.number().min(0).multipleOf(0.5).nullable();
const patch = z.strictObject({
  points: z.record(z.string(), points).exactOptional(),
  comment: z.string().exactOptional(),
  secondOpinion: z.boolean().exactOptional(),
  final: z.boolean().exactOptional(),
});
const seen = { key: z.string(), version: z.string() };
const SET_MARKS = z.strictObject({
  question: z.string(),
  entries: z.array(z.strictObject({ ...seen, patch })).min(1),
});
const SET_SUBMISSION = z.strictObject({
  ...seen,
  comment: z.string().exactOptional(),
  adjustment: z
    .strictObject({ points: z.number().multipleOf(0.5), reason: z.string() })
    .nullable()
    .exactOptional(),
  reveal: z.literal(true).exactOptional(),
  alone: z.strictObject({ question: z.string(), isAlone: z.boolean() }).exactOptional(),
});
const REPLACE_COMMENT = z.strictObject({ question: z.string(), from: z.string().min(1), to: z.string() });

type Change = (desk: OpenDesk, body: unknown) => Promise<Saved>;

/** Every change that the page may ask for, by its name. @throws InvalidChange, RefusedChange, z.ZodError, and nothing is written */
export const CHANGES: ReadonlyMap<string, Change> = new Map([
  ["marks", setMarks],
  ["submission", setSubmission],
  ["comment", replaceComment],
]);

async function setMarks(desk: OpenDesk, body: unknown): Promise<Saved> {
  const { question, entries }: SetMarks = SET_MARKS.parse(body);
  assertQuestion(desk, question);
  const members = await Promise.all(entries.map((each) => memberOf(desk, each)));
  for (const each of entries) assertCriteria(desk, question, each.patch);
  await desk.own.change((current) => {
    return entries.map((entry, index) => {
      const member = members[index] as Member;
      const block = current.get(member.folder);
      const before = block?.questions.get(question)?.value ?? UNMARKED;
      // Of the marks for an earlier submission only the group counts.
      const counting = isOutdated(block, member.sha256) ? withAlone(UNMARKED, before.alone === true) : before;
      return { ...editOf(member), questions: new Map([[question, withPatch(counting, entry.patch)]]) };
    });
  });
  return savedOf(desk, members);
}

const UNMARKED: FileMarks = { points: new Map() };

/** What only the file says (another marker's name, the group) stays. */
function withPatch(before: FileMarks, patch: Patch): FileMarks {
  const { comment: old, secondOpinion: wasWanted, final: wasFinal, ...rest } = before;
  const comment = patch.comment === undefined ? (old ?? "") : cleanComment(patch.comment);
  return {
    ...rest,
    points: new Map([...before.points, ...Object.entries(patch.points ?? {})]),
    ...(comment === "" ? {} : { comment }),
    ...((patch.secondOpinion ?? wasWanted) ? { secondOpinion: true } : {}),
    ...((patch.final ?? wasFinal) ? { final: true } : {}),
  };
}

async function setSubmission(desk: OpenDesk, body: unknown): Promise<Saved> {
  const { comment, adjustment, reveal, alone, ...shown }: SetSubmission = SET_SUBMISSION.parse(body);
  const member = await memberOf(desk, shown);
  if (alone !== undefined) assertQuestion(desk, alone.question);
  if (adjustment && adjustment.points !== 0 && cleanComment(adjustment.reason) === "") {
    throw new InvalidChange("an adjustment needs a reason, which the student reads");
  }
  await desk.own.change((current) => {
    const before = alone && current.get(member.folder)?.questions.get(alone.question)?.value;
    // A name that is shown, or a group, says nothing of the answers: marks for an earlier submission stay so.
    const isMark = comment !== undefined || adjustment !== undefined || !current.has(member.folder);
    const edit: Edit = {
      ...(isMark ? editOf(member) : { name: member.folder }),
      ...(comment === undefined ? {} : { comment: cleanComment(comment) }),
      ...(adjustment === undefined ? {} : { adjustment: toAdjustment(adjustment) }),
      ...(reveal === undefined ? {} : { named: true }),
      ...(alone === undefined
        ? {}
        : { questions: new Map([[alone.question, withAlone(before ?? UNMARKED, alone.isAlone)]]) }),
    };
    return [edit];
  });
  return savedOf(desk, [member]);
}

function toAdjustment(adjustment: { readonly points: number; readonly reason: string } | null) {
  if (adjustment === null || adjustment.points === 0) return null;
  return { points: adjustment.points, reason: cleanComment(adjustment.reason) };
}

function withAlone(before: FileMarks, isAlone: boolean): FileMarks {
  const { alone, ...marks } = before;
  return isAlone ? { ...marks, alone: alone ?? true } : marks;
}

async function replaceComment(desk: OpenDesk, body: unknown): Promise<Saved> {
  const { question, from, to }: ReplaceComment = REPLACE_COMMENT.parse(body);
  assertQuestion(desk, question);
  const [old, replacement] = [cleanComment(from), cleanComment(to)];
  const touched = new Set<string>();
  await desk.own.change((current) => {
    return [...current.values()].flatMap(({ name, questions }): readonly Edit[] => {
      const before = questions.get(question)?.value;
      if (before?.comment === undefined) return [];
      const comment = replaceParagraph(before.comment, old, replacement);
      if (comment === before.comment) return [];
      touched.add(name);
      return [{ name, questions: new Map([[question, { ...before, comment }]]) }];
    });
  });
  const members = [...desk.members.values()].filter(({ folder }) => touched.has(folder));
  return savedOf(desk, members);
}

function savedOf(desk: OpenDesk, members: readonly Member[]): Saved {
  return { submissions: members.map((member) => toSubmission(member, desk)) };
}

function editOf({ folder, sha256 }: Member): Edit {
  return { name: folder, sha256 };
}

/** The submission that a page shows. Marks for answers that the marker has not seen are not taken. */
async function memberOf({ members, results }: OpenDesk, { key, version }: Seen): Promise<Member> {
  await results.refresh([key]);
  const member = members.get(key);
  if (member === undefined) throw new InvalidChange("this submission is not on the desk: reload the page");
  if (versionOf(member) !== version)
    throw new InvalidChange(`${member.pseudonym} handed in again meanwhile: read the new answers, then mark them`);
  if (await results.isGone(member))
    throw new InvalidChange(`the result of ${member.pseudonym} is gone: grade it again, then mark it`);
  return member;
}

function assertQuestion({ questions }: OpenDesk, id: string): void {
  if (questions.some((each) => each.id === id)) return;
  throw new InvalidChange(
    `${id} is not on the desk, which was opened for ${questions.map((each) => each.id).join(", ")}`,
  );
}

function assertCriteria({ questions }: OpenDesk, id: string, given: Patch): void {
  const known = questions.find((each) => each.id === id)?.criteria ?? [];
  const unknown = Object.keys(given.points ?? {}).filter((name) => !known.some((each) => each.id === name));
  if (unknown.length > 0) throw new InvalidChange(`${id} has no criterion ${unknown.join(", ")}: reload the page`);
}
