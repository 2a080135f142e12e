/** The answers in answers.md by the id of the question, and notes about irregularities. */
export interface Answers {
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

const HEADING = /^ {0,3}(?:#{1,6}|\*\*)[ \t]*(?:question[ \t]+)?(W[ \t]?\d+)\b/i;
const YOUR_ANSWER = /^[ \t*_#>]*your answer[ \t*_:.]*$/i;
/** Three times the requested half page; a marks file has room for hundreds of such answers. */
const MAX_ANSWER_CHARACTERS = 6000;
const PLACEHOLDER = "<!-- Write here. -->";

/** Finds the answers in a student's answers.md. A missing or edited heading causes a note, not an error. */
export function findAnswers(text: string, ids: readonly string[]): Answers {
  const sections = sectionsOf(text.split(/\r\n|\r|\n/));
  const whole = new Map([...sections].map(([id, parts]) => [id, parts.map(answerIn).filter(isNotEmpty).join("\n\n")]));
  const long = ids.filter((id) => (whole.get(id)?.length ?? 0) > MAX_ANSWER_CHARACTERS);
  const repeated = ids.filter((id) => (sections.get(id)?.length ?? 0) > 1);
  const missing = ids.filter((id) => !sections.has(id));
  const unmarked = ids.filter((id) => sections.get(id)?.some((lines) => !lines.some(isYourAnswer)));
  return {
    texts: new Map([...whole].map(([id, answer]) => [id, answer.slice(0, MAX_ANSWER_CHARACTERS)])),
    notes: [
      ...note(missing, "no heading in answers.md: the answer may be below another heading"),
      ...note(repeated, "more than one heading in answers.md: the answers are joined"),
      ...note(long, `longer than ${MAX_ANSWER_CHARACTERS} characters: the rest is only in answers.md`),
      ...note(unmarked, 'the line "Your answer" is missing: the answer may include the question'),
    ],
  };
}

/** The number of words in a text. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter(isNotEmpty).length;
}

/** The sections below each heading. A question may have several. */
function sectionsOf(lines: readonly string[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const sections = new Map<string, string[][]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const id = HEADING.exec(line)?.[1]?.replace(/[ \t]/, "").toUpperCase();
    if (id === undefined) {
      current?.push(line);
    } else {
      current = [];
      const others = sections.get(id);
      if (others === undefined) sections.set(id, [current]);
      else others.push(current);
    }
  }
  return sections;
}

function answerIn(lines: readonly string[]): string {
  const start = lines.findIndex(isYourAnswer) + 1;
  return lines.slice(start).join("\n").replace(PLACEHOLDER, "").trim();
}

function isYourAnswer(line: string): boolean {
  return YOUR_ANSWER.test(line);
}

function isNotEmpty(text: string): boolean {
  return text !== "";
}

function note(ids: readonly string[], text: string): readonly string[] {
  return ids.length === 0 ? [] : [`${ids.join(", ")}: ${text}`];
}
