import { writeOverview } from "../office/overview/write.ts";
import { countWords } from "../pipeline/report/wording.ts";
import type { OverviewCommand } from "./overview-options.ts";
import { EXIT } from "./run-command.ts";

/** Writes the overview of a class and says where it is. Gives the exit code. */
export async function overviewCommand({ folder }: OverviewCommand): Promise<number> {
  const { counts, attention, finished } = await writeOverview(folder);
  console.log(`${folder}/overview.html, .csv and .json: ${countWords(counts.submissions, "submission")}`);
  if (!finished) console.log("The class is not finished, and the overview says so.");
  if (attention.length > 0) console.log(`${attention.length} of them need a human eye.`);
  return EXIT.done;
}
