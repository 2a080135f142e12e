import { parseRegions } from "../../shared/markers.ts";

/**
 * The lines of a solution file to mutate: exercise regions and solution-only helpers. The suites do not judge given
 * code, such as signatures and assertions of arguments.
 *
 * @returns "file:first-last" for each region, in lines from 1, as Stryker expects it
 */
export function writtenRanges(file: string, text: string): readonly string[] {
  return parseRegions(file, text).flatMap((region) => {
    if (region.kind === "shared" || region.lines.length === 0) return [];
    const marker = region.place.line;
    return [`${file}:${marker + 1}-${marker + region.lines.length}`];
  });
}
