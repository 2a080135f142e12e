import { mergeClasses } from "../office/class/merge-shards.ts";
import { renderClass } from "../office/class/render-class.ts";
import { writeOverview } from "../office/overview/write.ts";
import { wantsColours } from "../shared/wants-colours.ts";
import { EXIT } from "../shared/exit.ts";

/** Merges the shards of a class and prints its table. */
export async function merge(folders: readonly string[], out: string): Promise<number> {
  const file = await mergeClasses(folders, out);
  const { attention } = await writeOverview(out);
  console.log(renderClass(file, wantsColours()));
  console.log(`  ${out}/overview.html, class.json, and a folder for each`);
  console.log(attention.length === 0 ? "" : `  For manual review: ${attention.length}, listed in overview.html\n`);
  return EXIT.done;
}
