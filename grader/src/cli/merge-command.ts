import { mergeClasses } from "../office/class/merge.ts";
import { renderClass } from "../office/class/render-class.ts";
import type { MergeCommand } from "./merge-options.ts";
import { EXIT } from "./run-command.ts";
import { wantsColours } from "./wants-colours.ts";

/** Merges parts of a class and shows the table. Gives the exit code. */
export async function mergeCommand({ folders, out }: MergeCommand): Promise<number> {
  const file = await mergeClasses(folders, out);
  await (await import("../office/overview/write.ts")).writeOverview(out);
  console.log(renderClass(file, wantsColours()));
  console.log(`  ${out}/overview.html, class.json, and a folder for each\n`);
  return EXIT.done;
}
