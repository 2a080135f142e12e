import { connected } from "../../shared/connected.ts";
import { winnowTokens } from "../similarity/fingerprints.ts";

/** The answer to a question, by the key of the submission. */
export interface Answered {
  readonly key: string;
  readonly text: string;
}

/** The group of empty answers. */
const EMPTY_GROUP = "empty";
/** A run of words that stands for its neighbourhood; shorter ones are phrases of the field. */
const RUN = 5;
const WINDOW = 3;
/** Twice the common runs by all runs of both: more than half of the two texts are the same words in the same order. */
const ALIKE = 0.6;
const TOKEN = /\\[a-z]+|[\p{L}\p{N}]+|[=<>+*/^_|-]/giu;

/** The groups of empty, identical and very alike answers, by key. An answer that is like no other is absent. */
export function groupAnswers(answers: readonly Answered[]): ReadonlyMap<string, string> {
  const read = answers.map(({ key, text }) => ({ key, tokens: tokensOf(text) }));
  const filled = read.filter(({ tokens }) => tokens.length > 0);
  const pairs = alikePairs(filled.map((each) => ({ key: each.key, runs: runsOf(each.tokens) })));
  const alike = connected(pairs).flatMap((keys) => {
    const [first = ""] = keys.toSorted();
    return keys.map((key) => [key, first] as const);
  });
  const empty = read.filter(({ tokens }) => tokens.length === 0);
  return new Map([...alike, ...empty.map(({ key }) => [key, EMPTY_GROUP] as const)]);
}

/** Words, commands and signs: without punctuation, layout and the case of letters. */
function tokensOf(text: string): readonly string[] {
  return (
    text
      .replaceAll(/<!--.*?-->/gs, " ")
      .normalize("NFKC")
      .toLowerCase()
      .match(TOKEN) ?? []
  );
}

function runsOf(tokens: readonly string[]): ReadonlySet<string> {
  // A short answer is its only run, so that it is like its equals.
  if (tokens.length < RUN + WINDOW - 1) return new Set([tokens.join(" ")]);
  return new Set(winnowTokens(tokens, { run: RUN, window: WINDOW }));
}

interface Runs {
  readonly key: string;
  readonly runs: ReadonlySet<string>;
}

function* alikePairs(answers: readonly Runs[]): Generator<readonly [string, string]> {
  const withRun = new Map<string, number[]>();
  for (const [index, { key, runs }] of answers.entries()) {
    const common = new Map<number, number>();
    for (const run of runs) {
      const earlier = withRun.get(run) ?? [];
      for (const other of earlier) common.set(other, (common.get(other) ?? 0) + 1);
      withRun.set(run, [...earlier, index]);
    }
    for (const [other, count] of common) {
      const partner = answers[other];
      if (partner && (2 * count) / (runs.size + partner.runs.size) >= ALIKE) yield [key, partner.key];
    }
  }
}
