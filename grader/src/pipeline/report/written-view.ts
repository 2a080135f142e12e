import { wordCount } from "@robustness-lab/fixtures/hand-in";
import { escapeHtml, NAME_CHARACTERS, visible, visibleText } from "../../shared/escape.ts";
import type { AnswerPicture, MarkedCriterion, Result, WrittenResult } from "../score/result.ts";
import type { ReportContent } from "./report-content.ts";
import { markWords, signed, writtenWords } from "./wording.ts";

/** The written part in report.html.hbs: `html` is safe, all other strings must be escaped. */
export interface WrittenView {
  readonly total: string;
  readonly adjustment: { readonly by: string; readonly reason: CommentView | null } | null;
  /** On the written part as a whole. */
  readonly comment: CommentView | null;
  readonly questions: readonly QuestionView[];
  /** Of answers.md, if an answer has no heading of its own. */
  readonly whole: AnswerView | null;
  readonly documents: readonly { readonly path: string; readonly file: string }[];
}

interface QuestionView {
  readonly id: string;
  readonly question: string;
  readonly points: string;
  readonly answer: AnswerView | null;
  /** Why no answer is shown; null if one is, or nothing is known. */
  readonly without: string | null;
  readonly criteria: readonly { readonly title: string; readonly points: string; readonly state: string }[];
  readonly comment: CommentView | null;
  readonly marker: string | null;
}

interface AnswerView {
  readonly html: string;
  readonly isLong: boolean;
  readonly words: string;
}

interface CommentView {
  readonly html: string;
  readonly typed: string;
}

/** A picture of answers.md that no answer shows. */
export interface PictureView {
  readonly path: string;
  /** A data URI; null if the file is gone. */
  readonly image: string | null;
}

/** A page of handwriting has 300 words; longer answers are folded. */
const LONG_CHARACTERS = 2500;

/** The written part, and the pictures that it does not show. */
export function writtenView(
  result: Result,
  content: ReportContent,
): { readonly written: WrittenView | null; readonly pictures: readonly PictureView[] } {
  const pictures = inlining(result.pictures ?? [], content);
  const total = writtenWords(result);
  const written = total === null ? null : viewOf(result, total, content, pictures);
  return { written, pictures: pictures.rest() };
}

function viewOf(result: Result, total: string, content: ReportContent, pictures: Inlining): WrittenView {
  const { answers, adjustment, comment, documents = [] } = result;
  const answerView = (text: string): AnswerView => ({
    html: pictures.into(content.answers?.get(text) ?? plain(text)),
    isLong: text.length > LONG_CHARACTERS,
    words: `${wordCount(text)} words`,
  });
  const questions = result.written.map((each) => questionView(each, result, content, answerView));
  return {
    total: visible(total),
    adjustment:
      adjustment === undefined
        ? null
        : { by: signed(adjustment.points), reason: commentView(adjustment.reason, content) },
    comment: commentView(comment, content),
    questions,
    whole: answers === undefined ? null : answerView(answers),
    documents: documents.map(({ path, file }) => ({ path: visible(path), file })),
  };
}

function questionView(
  { id, question, points, maxPoints, answer, criteria = [], comment, marker }: WrittenResult,
  result: Result,
  content: ReportContent,
  answerView: (text: string) => AnswerView,
): QuestionView {
  return {
    id: visible(id),
    question: visible(question),
    points: markWords(points, maxPoints),
    answer: answer === undefined || answer === "" ? null : answerView(answer),
    without: withoutWords(answer, result),
    criteria: criteria.map(criterionView),
    comment: commentView(comment, content),
    marker: marker === undefined ? null : visible(marker, NAME_CHARACTERS),
  };
}

function withoutWords(answer: string | undefined, { answers, documents = [] }: Result): string | null {
  if (answer === undefined && answers !== undefined) return NO_HEADING;
  if (answer !== undefined && answer !== "") return null;
  if (documents.length > 0) return IN_DOCUMENTS;
  return answer === "" ? NO_ANSWER : null;
}

const IN_DOCUMENTS = "There is no text for this question: see the documents below.";
const NO_ANSWER = "There is no answer to this question.";
const NO_HEADING = "No heading of this question was found: the whole text is shown below.";

function commentView(comment: string | undefined, { comments }: ReportContent): CommentView | null {
  if (comment === undefined) return null;
  return { html: comments?.get(comment) ?? plain(comment), typed: comment };
}

/** A text that nothing has rendered. */
function plain(text: string): string {
  return `<pre tabindex="0">${escapeHtml(visibleText(text))}</pre>`;
}

function criterionView({ title, points, maxPoints }: MarkedCriterion) {
  const state = points === null ? "unjudged" : points === maxPoints ? "passed" : "failed";
  return { title: visible(title), points: markWords(points, maxPoints), state };
}

interface Inlining {
  /** Puts the pictures into the HTML of an answer. */
  readonly into: (html: string) => string;
  /** The pictures that no answer has shown. */
  readonly rest: () => readonly PictureView[];
}

/** Puts pictures where answers show them, each once: a text may show a large one a thousand times. */
function inlining(pictures: readonly AnswerPicture[], content: ReportContent): Inlining {
  const shown = new Set<string>();
  const inline = (file: string, alt: string): string => {
    if (shown.has(file)) return missing(`The picture ${alt} is shown above.`);
    shown.add(file);
    const image = imageOf(file, content);
    if (image === null) return missing(`The picture ${alt} is no longer beside result.json.`);
    return `<img src="${image}" alt="${alt}">`;
  };
  return {
    into: (html) =>
      html.replaceAll(/<img src="(answers-picture-[^"]+)" alt="([^"]*)" \/>/g, (_, file: string, alt: string) =>
        inline(file, alt),
      ),
    rest: () =>
      pictures
        .filter(({ file }) => !shown.has(file))
        .map(({ path, file }) => ({ path: visible(path), image: imageOf(file, content) })),
  };
}

/** A data URI; null if the file is gone. */
function imageOf(file: string, { pictures }: ReportContent): string | null {
  const bytes = pictures?.get(file);
  const type = file.split(".").pop()?.replace("jpg", "jpeg");
  return bytes === undefined ? null : `data:image/${type};base64,${Buffer.from(bytes).toString("base64")}`;
}

function missing(text: string): string {
  return `<span class="missing">${text}</span>`;
}
