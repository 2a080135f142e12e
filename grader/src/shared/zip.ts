import { zipSync, type Zippable } from "fflate";

/** Constant, so that the same files give the same bytes. */
const DATE = new Date(2000, 0, 1);

/** Zips files by path. */
export function zipFiles(files: Zippable): Uint8Array {
  return zipSync(files, { mtime: DATE });
}
