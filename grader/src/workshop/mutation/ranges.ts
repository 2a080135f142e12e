import { parseRegions, type Region } from "../../shared/markers.ts";

/**
 * The lines of a solution file that a student writes, for Stryker: exercise regions, and the helpers that only the solution
 * has. What students are given (signatures, assertions of arguments) no suite judges.
 *
 * @param file the path that Stryker is to be told
 * @returns "file:first-last" for each region, in lines from 1
 */
export function writtenRanges(file: string, text: string): readonly string[] {
  return parseRegions(file, text).flatMap((region) => {
    const marker = markerLine(region);
    if (marker === undefined || region.lines.length === 0) return [];
    return [`${file}:${marker + 1}-${marker + region.lines.length}`];
  });
}

function markerLine(region: Region): number | undefined {
  return region.kind === "shared" ? undefined : region.place.line;
}
