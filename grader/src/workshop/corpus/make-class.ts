import { appendFile, cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { ALTERNATIVES, HOSTILE, MALFORMED, MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { copySolution, writePatchedSolution } from "../../pipeline/diagnose/variants/patch.ts";
import { writeSample } from "./write-sample.ts";

/** The numbers of submissions by kind, in thirty: half of a class makes known mistakes. */
const MIX = [
  ["reference", 4],
  ["misconception", 15],
  ["alternative", 5],
  ["malformed", 4],
  ["hostile", 2],
] as const;
type Kind = (typeof MIX)[number][0];
const KINDS: readonly Kind[] = MIX.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));

/** Names as in a class list: several scripts, accents both precomposed and combining. */
const NAMES = ["Ada Lovelace", "Amélie Müller", "Ame\u0301lie Mu\u0308ller", "김민준", "Łukasz O’Brien", "أحمد علي"];

/** A submission of the class. */
interface ClassMember {
  readonly name: string;
  readonly kind: Kind;
  /** The id of the sample, misconception or alternative; "reference" for the reference. */
  readonly id: string;
}

/**
 * Writes a class into an empty folder. The same seed gives the same class. Every thirty submissions repeat the thirty before
 * except for a comment, so that a class of 60 is twice the work of one of 30.
 */
export async function makeClass(folder: string, count: number, seed: number): Promise<readonly ClassMember[]> {
  await mkdir(folder, { recursive: true });
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[random.integer(0, items.length - 1)] as T;
  const models = KINDS.map((kind) => modelOf(kind, pick));
  const members: ClassMember[] = [];
  for (let index = 0; index < count; index += 1) {
    // 7 is coprime to 30, so this spreads the kinds evenly over the class.
    const model = models[(index * 7) % models.length] as Model;
    const name = `${String(index + 1).padStart(3, "0")} ${NAMES[index % NAMES.length] ?? ""}`;
    await writeMember(model, folder, name, index);
    members.push({ name, kind: model.kind, id: model.id });
  }
  return members;
}

interface Model {
  readonly kind: Kind;
  readonly id: string;
  /** Writes it into an empty folder. @returns the path of the folder or archive */
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
      const sample = pick(kind === "malformed" ? MALFORMED : HOSTILE);
      return { kind, id: sample.id, write: (folder) => writeSample(sample, folder) };
    }
  }
}

async function inHomework(folder: string, write: (to: string) => Promise<void>): Promise<string> {
  const homework = join(folder, "homework");
  await mkdir(homework);
  await write(homework);
  return homework;
}

async function writeMember(model: Model, folder: string, name: string, index: number): Promise<void> {
  const draft = await mkdtemp(join(dirname(folder), ".draft-"));
  try {
    const source = await model.write(draft);
    const isFolder = (await stat(source)).isDirectory();
    if (isFolder) await makeDistinct(source, index);
    // Some archives have odd names on purpose.
    const target = join(folder, isFolder ? name : `${name} ${basename(source)}`);
    await rename(source, target).catch(() => cp(source, target, { recursive: true }));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Adds a comment with the number of the submission, unless it lacks the file. */
async function makeDistinct(folder: string, index: number): Promise<void> {
  const file = join(folder, "src/linear/losses.ts");
  const isThere = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isThere) await appendFile(file, `\n// handed in as number ${index + 1}\n`);
}
