import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { UsageError } from "../shared/errors.ts";
import { judgeCorpora, type CorpusOptions } from "../workshop/corpus/judge-corpora.ts";
import { renderCorpus } from "../workshop/corpus/render-corpus.ts";
import { tryPublicTests } from "../workshop/corpus/try-public-tests.ts";
import { EXIT } from "../shared/exit.ts";

interface Options extends CorpusOptions {
  readonly public: boolean;
  readonly list: boolean;
}

/** Judges the corpora, by the hidden suites or by the public tests, and prints a row per exercise. */
export async function corpus(options: Options, signal: AbortSignal): Promise<number> {
  assertExercise(options.exercise);
  if (options.public) {
    console.log(await tryPublicTests(options, signal));
    return EXIT.done;
  }
  const { text, isAsExpected } = renderCorpus(await judgeCorpora(options, signal));
  console.log(text);
  return isAsExpected ? EXIT.done : EXIT.fault;
}

function assertExercise(exercise: string | undefined): void {
  const ids = EXERCISES.map(({ id }) => id);
  if (exercise !== undefined && !ids.includes(exercise)) {
    throw new UsageError(`--exercise names ${exercise}, expected one of ${ids.join(", ")}`);
  }
}
