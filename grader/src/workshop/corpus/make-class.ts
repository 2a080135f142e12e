import { appendFile, cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { ALTERNATIVES, HOSTILE, MALFORMED, MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { copySolution, writePatchedSolution } from "../../pipeline/diagnose/variants/patch.ts";
import { writeHandIn } from "./write-hand-in.ts";

/** What a class is made of, so many of thirty: half of it makes known mistakes. */
const MIX = [
  ["reference", 4],
  ["misconception", 15],
  ["alternative", 5],
  ["malformed", 4],
  ["hostile", 2],
] as const;
type Kind = (typeof MIX)[number][0];
const KINDS: readonly Kind[] = MIX.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));

/** As a class list has them: in several scripts, with accents in two spellings, and all that a path cannot have. */
const NAMES = ["Ada Lovelace", "Amélie Müller", "Ame\u0301lie Mu\u0308ller", "김민준", "Łukasz O’Brien", "أحمد علي"];

/** Who was made, and of what. */
export interface Made {
  readonly name: string;
  readonly kind: Kind;
  /** Which of its kind; "reference" for the reference. */
  readonly id: string;
}

/**
 * Writes a class into an empty folder. The same seed gives the same class, and one twice as large is twice the same but
 * for a comment in each: its work is twice the work.
 */
export async function makeClass(folder: string, count: number, seed: number): Promise<readonly Made[]> {
  await mkdir(folder, { recursive: true });
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[random.integer(0, items.length - 1)] as T;
  const models = KINDS.map((kind) => modelOf(kind, pick));
  const made: Made[] = [];
  for (let index = 0; index < count; index += 1) {
    // Spread over the class, so that its beginning is like its end: 7 has no divisor in common with 30.
    const model = models[(index * 7) % models.length] as Model;
    const name = `${String(index + 1).padStart(3, "0")} ${NAMES[index % NAMES.length] ?? ""}`;
    await writeStudent(model, folder, name, index);
    made.push({ name, kind: model.kind, id: model.id });
  }
  return made;
}

interface Model {
  readonly kind: Kind;
  readonly id: string;
  /** Writes it into an empty folder. Gives the folder or archive to hand in. */
  readonly write: (folder: string) => Promise<string>;
}

function modelOf(kind: Kind, pick: <T>(items: readonly T[]) => T): Model {
  switch (kind) {
    case "reference":
      return { kind, id: kind, write: (folder) => inHomework(folder, copySolution) };
    case "misconception":
    case "alternative": {
      const patch = pick(kind === "misconception" ? MISCONCEPTIONS : ALTERNATIVES);
      return { kind, id: patch.id, write: (folder) => inHomework(folder, (to) => writePatchedSolution(patch, to)) };
    }
    case "malformed":
    case "hostile": {
      const handIn = pick(kind === "malformed" ? MALFORMED : HOSTILE);
      return { kind, id: handIn.id, write: (folder) => writeHandIn(handIn, folder) };
    }
  }
}

async function inHomework(folder: string, write: (to: string) => Promise<void>): Promise<string> {
  const homework = join(folder, "homework");
  await mkdir(homework);
  await write(homework);
  return homework;
}

async function writeStudent(model: Model, folder: string, name: string, index: number): Promise<void> {
  const draft = await mkdtemp(join(dirname(folder), ".draft-"));
  try {
    const source = await model.write(draft);
    const isFolder = (await stat(source)).isDirectory();
    if (isFolder) await tellApart(source, index);
    // An archive keeps its extension, and a name that is meant to be odd.
    const target = join(folder, isFolder ? name : `${name} ${basename(source)}`);
    await rename(source, target).catch(() => cp(source, target, { recursive: true }));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Nobody hands in quite the same. Where there is no such file, as in some that are malformed, it stays away. */
async function tellApart(folder: string, index: number): Promise<void> {
  const file = join(folder, "src/linear/losses.ts");
  const isThere = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isThere) await appendFile(file, `\n// handed in as number ${index + 1}\n`);
}
