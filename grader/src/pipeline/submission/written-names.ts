import { posix } from "node:path";
import { isAnswers } from "@robustness-lab/fixtures/hand-in";
import { plainName } from "./likely-names.ts";

/** The name of a text that was entered on the page of an LMS, in the folder of a submission. */
export const ONLINE_TEXT = "onlinetext.html";

const TEXT = /\.(?:md|markdown|mdown|txt|text|tex|rst|typ|org)$/i;
const DOCUMENT = /\.(?:pdf|docx?|odt|rtf|pages|ps|djvu|xopp|one|ipynb|heic)$/i;
/** Names that say that a file is about something else. */
const ABOUT =
  /^(?:readme|licen[cs]e|changelog|changes|contributing|authors|notice|requirements|robots|cmakelists|todo)$/i;
/** "Answers" and "written part" in the languages of the courses we know. */
const WRITTEN =
  /answer|antwort|r[eé]ponse|rispost|respuest|respost|antwoord|svar|cevap|odpov|odpowied|written|theor|l[oö](?:e)?sung|solution|report|bericht|rapport|relazione|回答|答案/i;

/** True for a text that may be the written part. */
export function isWrittenText(path: string): boolean {
  const name = posix.basename(path);
  return name === ONLINE_TEXT || (TEXT.test(name) && !isCodeText(name) && !ABOUT.test(stemOf(name)));
}

/** True for a document that only a person can read. */
export function isDocument(path: string): boolean {
  return DOCUMENT.test(path);
}

/** How much a name says that a text is the written part, best first; undefined if nothing does. */
export function writtenRank(path: string): number | undefined {
  const name = posix.basename(path);
  if (isAnswers(path)) return 0;
  if (plainName(stemOf(name)) === "answers") return 1;
  if (WRITTEN.test(stemOf(name))) return 2;
  return name === ONLINE_TEXT ? 3 : undefined;
}

function isCodeText(name: string): boolean {
  return /\.[cm]?[jt]sx?\.txt$/i.test(name);
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}
