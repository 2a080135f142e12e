import { ALTERNATIVES, MISCONCEPTIONS, type ReferencePatch } from "@robustness-lab/fixtures/corpus";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";
import { readSources } from "../boilerplate.ts";
import type { Source } from "../compare.ts";
import type { SourceFile } from "../syntax-tokens.ts";
import { comment, disguise, reformat, rename, reorder, type Disguise } from "./copies.ts";
import { habitsOf, rewrite, type Draw } from "./honest-rewriting.ts";

/** A class with known copies. */
export interface GeneratedClass {
  readonly sources: readonly Source[];
  /** The ids of copy and original. */
  readonly planted: readonly Plant[];
}

interface Plant {
  readonly copy: string;
  readonly original: string;
  readonly how: string;
}

/** How each copy is disguised; a half-copy takes every second file. */
const PLANTS: readonly { readonly how: string; readonly disguises: readonly Disguise[]; readonly isHalf?: boolean }[] =
  [
    { how: "renamed", disguises: [rename] },
    { how: "renamed", disguises: [rename] },
    { how: "reordered", disguises: [reorder] },
    { how: "reordered", disguises: [reorder] },
    { how: "commented", disguises: [comment] },
    { how: "commented", disguises: [comment] },
    { how: "reformatted", disguises: [reformat] },
    { how: "reformatted", disguises: [reformat] },
    { how: "all four", disguises: [rename, reorder, comment, reformat] },
    { how: "all four", disguises: [rename, reorder, comment, reformat] },
    { how: "half, renamed", disguises: [rename, reformat], isHalf: true },
    { how: "half, all four", disguises: [rename, reorder, comment, reformat], isHalf: true },
  ];

/** Makes `count` submissions, of which `copies` copy one of the others. The same seed gives the same class. */
export async function generateClass(count: number, copies: number, seed: number): Promise<GeneratedClass> {
  const random = randomFrom(seed);
  const draw: Draw = () => random.integer(0, 2 ** 30 - 1) / 2 ** 30;
  const reference = await readSources(SOLUTION_FOLDER);
  const honest = Array.from({ length: count }, (_, index) => toSource(index, honestFiles(reference, draw)));
  const planted: Plant[] = [];
  const sources = [...honest];
  for (const [index, { how, disguises, isHalf = false }] of PLANTS.slice(0, copies).entries()) {
    // From the front, into the back.
    const [original, place] = [honest[index] as Source, count - 1 - index];
    const own = honest[place] as Source;
    const files = await Promise.all(
      original.files.map(async (file, position) => {
        if (isHalf && position % 2 === 1) return own.files[position] as SourceFile;
        return { ...file, text: await disguise(file.text, disguises, draw) };
      }),
    );
    sources[place] = { ...own, files };
    planted.push({ copy: own.id, original: original.id, how });
  }
  return { sources, planted };
}

function toSource(index: number, files: readonly SourceFile[]): Source {
  const id = `s${String(index + 1).padStart(3, "0")}`;
  return { id, name: `Student ${index + 1}`, sha256: id, team: id, files };
}

function honestFiles(reference: readonly SourceFile[], draw: Draw): readonly SourceFile[] {
  const habits = habitsOf(draw);
  return reference.map(({ path, text }) => {
    const patched = exercisesIn(path, draw).reduce(applied, text);
    return { path, text: rewrite(patched, habits, draw) };
  });
}

/** One known way for each exercise of a file: right for most, wrong for some, and sometimes that of the reference. */
function exercisesIn(path: string, draw: Draw): readonly ReferencePatch[] {
  const pick = (all: readonly ReferencePatch[]): readonly ReferencePatch[] => {
    const some = all.filter(({ file }) => `src/${file}` === path);
    return some.toSorted(() => draw() - 0.5).slice(0, Math.ceil(some.length / 2));
  };
  return [...pick(ALTERNATIVES), ...(draw() < 0.5 ? pick(MISCONCEPTIONS).slice(0, 2) : [])];
}

/** Patches overlap: the later of two is left out. */
function applied(text: string, { find, replace }: ReferencePatch): string {
  return text.split(find).length === 2 ? text.replace(find, () => replace) : text;
}
