import { writeOverview } from "../office/overview/write.ts";
import { countWords } from "../pipeline/report/wording.ts";
import { EXIT } from "../shared/exit.ts";

/** Writes the overview of a class and prints where it is. */
export async function overview(folder: string): Promise<number> {
  const { counts, attention, finished } = await writeOverview(folder);
  console.log(`${folder}/overview.html, .csv and .json: ${countWords(counts.submissions, "submission")}`);
  if (!finished) console.log("The class is not finished, as the overview shows.");
  if (attention.length > 0) console.log(`For manual review: ${attention.length}, listed in the overview.`);
  return EXIT.done;
}
