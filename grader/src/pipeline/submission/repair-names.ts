import { posix } from "node:path";
import { collisionKey, decodeText } from "@robustness-lab/fixtures/hand-in";
import { pathInWords } from "../../shared/quote.ts";
import type { GatheredFile } from "./gather.ts";
import { EXPECTED_FILES, exportsOneOf, isCodeLike, plainName, plainPath } from "./likely-names.ts";
import { readAs, type Note } from "./notes.ts";
import { pathIn } from "./paths.ts";

interface Repaired {
  readonly files: readonly GatheredFile[];
  /** One on each file that was read under another name; its path is that in the submission. */
  readonly notes: readonly Note[];
}

/** A file that may be one that is missing. */
interface Candidate extends GatheredFile {
  /** Where it lies in the submission. */
  readonly original: string;
}

/**
 * Adds the exercises' files that are missing from what is there under nearly their names: "fgsm (1).ts", fgsm.js,
 * fgsm.ts.txt, and files in the wrong folder or in none. The original stays, because other files may import it.
 *
 * @param staged with paths src/…
 * @param loose small files anywhere else
 * @param root the folder that contains src/
 */
export function repair(staged: readonly GatheredFile[], loose: readonly GatheredFile[], root: string): Repaired {
  const hasSources = staged.some(({ path }) => path.startsWith("src/"));
  const candidates = [
    ...staged.map((file) => ({ ...file, original: pathIn(root, file.path) })),
    ...loose.flatMap((file) => looseCandidate(file, root, hasSources)),
  ].filter(({ path }) => isCodeLike(path) && !EXPECTED_FILES.has(path.replace(/^src\//, "")));
  const present = new Set(staged.map(({ path }) => path));
  const missing = [...EXPECTED_FILES].filter(([file]) => !present.has(`src/${file}`));
  const found = missing.flatMap(([file, functions]) => {
    const meant = meantFor(file, functions, candidates);
    return meant === undefined || breaks(meant, file, staged) ? [] : [{ ...meant, path: `src/${file}` }];
  });
  // On some disks, two names that differ in capitals are one file.
  const taken = new Set(found.map(({ path }) => collisionKey(path)));
  return {
    files: [...staged.filter(({ path }) => !taken.has(collisionKey(path))), ...found.map(toFile)],
    notes: found.map(({ original, path }) => readAs(original, `as ${pathInWords(path)}, which is missing`)),
  };
}

function toFile({ path, bytes }: Candidate): GatheredFile {
  return { path, bytes };
}

/** Below src/ any file may be meant; elsewhere only if there is nothing below src/, as in a student's whole repository. */
function looseCandidate(file: GatheredFile, root: string, hasSources: boolean): readonly Candidate[] {
  const prefix = pathIn(root, "src/");
  if (file.path.startsWith(prefix))
    return [{ ...file, path: `src/${file.path.slice(prefix.length)}`, original: file.path }];
  return hasSources ? [] : [{ ...file, original: file.path }];
}

/** The one file that can be meant: better in the right folder; elsewhere only if it exports one of the functions. */
function meantFor(file: string, functions: readonly string[], candidates: readonly Candidate[]): Candidate | undefined {
  const inPlace = candidates.filter(({ path }) => plainPath(path) === plainPath(`src/${file}`));
  const elsewhere = candidates.filter(
    ({ path, bytes }) =>
      plainName(posix.basename(path)) === plainName(posix.basename(file)) && exportsOneOf(functions, decodeText(bytes)),
  );
  const [meant, ...others] = inPlace.length > 0 ? inPlace : elsewhere;
  const isSame = (other: Candidate): boolean => meant !== undefined && Buffer.compare(other.bytes, meant.bytes) === 0;
  return others.every(isSame) ? meant : undefined;
}

const IMPORT = /\b(?:from|import)\s{0,9}["'](\.{1,2}\/[^"'\n]{1,200})["']/g;

/** True for a file of another folder of src/ whose imports lead somewhere only from where it is. */
function breaks({ original, path, bytes }: Candidate, file: string, staged: readonly GatheredFile[]): boolean {
  if (!path.startsWith("src/") || posix.dirname(path) === posix.dirname(`src/${file}`)) return false;
  const there = new Set(staged.map((each) => plainPath(each.path)));
  const targets = [...decodeText(bytes).matchAll(IMPORT)].map(([, target = ""]) => target);
  const leads = (from: string, target: string): boolean =>
    there.has(plainPath(posix.join(posix.dirname(from), target)));
  return original !== "" && targets.some((target) => leads(path, target) && !leads(`src/${file}`, target));
}
