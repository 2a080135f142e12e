import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { CLASS_SCHEMA_ID, type ClassEntry } from "../../class/class-file.ts";
import { writeClass } from "../../class/class-folder.ts";
import { sampleResult } from "../../../pipeline/report/testing/sample-results.ts";
import { writeReports } from "../../../pipeline/report/write.ts";
import type { Result } from "../../../pipeline/score/result.ts";
import { answerTo, HOSTILE_ANSWERS, smallEdit, type Draw } from "./sample-answers.ts";
import { jpegFile, pdfFile, pngFile } from "./sample-files.ts";

/** What is special about a submission. */
type Kind = "plain" | "empty" | "copy" | "edited" | "pictures" | "pdf" | "docx" | "whole" | "hostile";

/** A generated student. */
export interface MadeSubmission {
  readonly folder: string;
  readonly name: string;
  readonly kind: Kind;
  /** The folder of the student whose answers are copied. */
  readonly of?: string;
  readonly answers: Readonly<Record<string, string>>;
}

const QUESTIONS = ["W1", "W2", "W3", "W4", "W5"] as const;
/** In a class of twenty or more, one of each at least; the rest are plain. */
const KINDS: readonly Kind[] = ["pictures", "empty", "copy", "edited", "whole", "pdf", "hostile", "docx"];
const FIRST = ["Ada", "Blaise", "Chloé", "Dmitri", "Emmy", "Farid", "Grace", "Hồng", "Ivo", "Jürgen", "민준", "Łucja"];
const LAST = ["Abel", "Bernoulli", "Cauchy", "Dirichlet", "Euler", "Fourier", "Gauß", "Hopper", "Itô", "Jacobi"];

/** Writes the results of a generated class with all reports. The same seed gives the same class. */
export async function makeClass(
  folder: string,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<readonly MadeSubmission[]> {
  await mkdir(folder, { recursive: true });
  const made = drawClass(count, seed);
  const scratch = await mkdtemp(join(tmpdir(), "make-class-"));
  try {
    await writeFile(join(scratch, "answers-picture-1.png"), pngFile(seed));
    await writeFile(join(scratch, "answers-picture-2.jpg"), jpegFile());
    await writeFile(join(scratch, "answers-document-1.pdf"), pdfFile("My answers, on paper"));
    await writeFile(join(scratch, "answers-document-1.docx"), "PK");
    const entries: ClassEntry[] = [];
    for (const submission of made) {
      const result = toResult(submission);
      await writeReports(result, join(folder, submission.folder), scratch);
      for (const { file } of result.documents ?? []) {
        await copyFile(join(scratch, file), join(folder, submission.folder, file));
      }
      entries.push(toEntry(submission, result));
    }
    const grader = { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "node", seed: 7 } as const;
    await writeClass({ schema: CLASS_SCHEMA_ID, grader, submissions: entries }, folder);
  } finally {
    await rm(scratch, { recursive: true });
  }
  return made;
}

function drawClass(count: number, seed: number): readonly MadeSubmission[] {
  const random = randomFrom(seed);
  const draw: Draw = (end) => random.integer(0, end - 1);
  const made: MadeSubmission[] = [];
  for (let index = 0; index < count; index += 1) {
    const kind = kindOf(index);
    const name = `${FIRST[index % FIRST.length] ?? ""} ${LAST[Math.floor(index / FIRST.length) % LAST.length] ?? ""}`;
    const folder = `s${String(1001 + index)}`;
    // Who is copied is plain: the first one always is.
    const original = made.filter((each) => each.kind === "plain")[draw(Math.max(1, Math.floor(index / 2)))] ?? made[0];
    const answers = answersOf(kind, { index, draw, original });
    const copied = (kind === "copy" || kind === "edited") && original !== undefined ? { of: original.folder } : {};
    made.push({ folder, name, kind, ...copied, answers });
  }
  return made;
}

/** Two plain ones come before each special one. */
function kindOf(index: number): Kind {
  return index % 3 === 2 ? (KINDS[Math.floor(index / 3) % KINDS.length] ?? "plain") : "plain";
}

interface Drawing {
  readonly index: number;
  readonly draw: Draw;
  readonly original: MadeSubmission | undefined;
}

function answersOf(kind: Kind, { index, draw, original }: Drawing): Readonly<Record<string, string>> {
  const answers = QUESTIONS.map((id, place): readonly [string, string] => {
    const own = answerTo(id, draw);
    if (kind === "copy" && original !== undefined) return [id, original.answers[id] ?? own];
    if (kind === "edited" && original !== undefined) return [id, smallEdit(original.answers[id] ?? own, draw)];
    if (kind === "hostile") return [id, HOSTILE_ANSWERS[(index + place) % HOSTILE_ANSWERS.length] ?? own];
    if (kind === "pictures") return [id, place % 2 === 0 ? `${own}\n\n![my sketch](figures/sketch.png)` : own];
    if (kind === "pdf" || kind === "docx" || (kind === "empty" && (index + place) % 5 !== 0)) return [id, ""];
    // Some skip a question.
    return [id, draw(16) === 0 ? "" : own];
  });
  return Object.fromEntries(answers);
}

function toResult({ folder, kind, answers }: MadeSubmission): Result {
  const result = sampleResult(folder, { "2.8-pgd": null });
  const written = result.written.map((each) => {
    const isHeaded = kind !== "whole" || each.id === "W1";
    return isHeaded ? { ...each, answer: answers[each.id] ?? "" } : each;
  });
  const whole = `# My solutions\n\n${Object.values(answers).join("\n\n---\n\n")}`;
  return {
    ...result,
    written,
    ...(kind === "whole" ? { answers: whole, warnings: [...result.warnings, WHOLE] } : {}),
    ...(kind === "pictures" || kind === "hostile" ? { pictures: PICTURES } : {}),
    ...(kind === "pdf" || kind === "docx" ? { documents: [documentOf(kind)] } : {}),
  };
}

const WHOLE = "Written part: W2, W3, W4, W5: no heading in answers.md";
const PICTURES = [
  { path: "figures/sketch.png", file: "answers-picture-1.png" },
  { path: "figures/board.jpg", file: "answers-picture-2.jpg" },
];

function documentOf(kind: "pdf" | "docx") {
  return { path: `answers.${kind}`, file: `answers-document-1.${kind}` };
}

function toEntry({ folder, name }: MadeSubmission, result: Result): ClassEntry {
  if (result.status !== "graded") throw new Error("a sample without a score");
  const { score, maxScore, submission } = result;
  return { id: folder, name, status: "graded", folder, sha256: submission.sha256 ?? "", score, maxScore };
}

// node --import tsx make-class.ts <folder> [count] [seed]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = "out/generated", count = "200", seed = "1"] = process.argv;
  const made = await makeClass(folder, { count: Number(count), seed: Number(seed) });
  console.log(`${folder}: ${made.length} submissions`);
}
