import type { Result } from "../score/result.ts";
import type { AnswerRenderer } from "./answers/answer-renderer.ts";

/** What a report shows besides result.json. A text that is not rendered is shown as it was typed. */
export interface ReportContent {
  /** The pictures of answers.md by their file names. */
  readonly pictures?: ReadonlyMap<string, Uint8Array>;
  /** Safe HTML by Markdown text, with the file names of pictures as their addresses. */
  readonly answers?: ReadonlyMap<string, string>;
  readonly comments?: ReadonlyMap<string, string>;
}

/** Renders the answers and comments of a result. Without any, the renderer is not used. */
export async function renderTexts(
  result: Result,
  { render }: Pick<AnswerRenderer, "render">,
): Promise<Required<Pick<ReportContent, "answers" | "comments">>> {
  const files = Object.fromEntries((result.pictures ?? []).map(({ path, file }) => [path, file]));
  const answers = [...result.written.map(({ answer }) => answer), result.answers];
  const comments = [...result.written.map(({ comment }) => comment), result.comment, result.adjustment?.reason];
  return {
    answers: await byText(answers, (text) => render(text, files)),
    comments: await byText(comments, (text) => render(text, {}, { breaks: true })),
  };
}

async function byText(
  texts: readonly (string | undefined)[],
  render: (text: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const given = new Set(texts.flatMap((text) => (text === undefined || text === "" ? [] : [text])));
  return new Map(await Promise.all([...given].map(async (text) => [text, await render(text)] as const)));
}
