import { namesFor } from "../shared/shown-name.ts";
import { writeOverview } from "../office/overview/write.ts";
import { writeSimilarity } from "../office/similarity/write.ts";
import { countWords } from "../pipeline/report/wording.ts";
import { UsageError } from "../shared/errors.ts";
import { terminalLine } from "../shared/escape.ts";
import { EXIT } from "../shared/exit.ts";

const MAX_NOTES = 10;

/** Compares the submissions of a class, writes the pairs, and prints those that stand out. */
export async function similarity(
  folder: string,
  { submissions }: { readonly submissions?: string },
  signal: AbortSignal,
): Promise<number> {
  if (submissions === undefined) {
    throw new UsageError(
      `results contain no sources: say where the submissions of ${folder} are with --submissions <folder or roster>, the same that grade-class read`,
    );
  }
  console.error("reading the submissions: about a minute for two hundred");
  const { pairs, submissions: compared, notes } = await writeSimilarity(folder, submissions, signal);
  await writeOverview(folder);
  const nameOf = namesFor(compared);
  const names = new Map(compared.map((each) => [each.id, nameOf(each)]));
  const standing = pairs.filter((pair) => pair.standsOut);
  for (const note of notes.slice(0, MAX_NOTES)) console.error(terminalLine(note));
  if (notes.length > MAX_NOTES) console.error(`and ${notes.length - MAX_NOTES} more notes, in similarity.html`);
  for (const { left, right, bits, share } of standing) {
    console.log(
      `  ${names.get(left) ?? ""} and ${names.get(right) ?? ""}: ${bits} bits, ${(100 * share).toFixed(0)} %`,
    );
  }
  console.log(
    `${countWords(compared.length, "submission")}, ${countWords(standing.length, "pair")} to look at: no verdict`,
  );
  console.log(`${folder}/similarity.html, .csv and .json`);
  return EXIT.done;
}
