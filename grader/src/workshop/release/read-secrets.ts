import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ALL_EXERCISES, isSet } from "@robustness-lab/fixtures";
import { ALTERNATIVES, MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { WRITTEN_QUESTIONS } from "../../pipeline/score/written.ts";
import { parseRegions, withGiven, type Region } from "../../shared/markers.ts";
import type { SecretText } from "./secrets.ts";
import { ROOT } from "../../shared/paths.ts";

const SOLUTION = "solution/src";
/** Folders that students never see. In solution/src, only the lines between markers are secret. */
const SECRET_FOLDERS = [
  "solution/testing",
  "grader/src/pipeline/judge",
  "grader/src/pipeline/score",
  "grader/src/pipeline/diagnose",
  "fixtures/corpus",
  "fixtures/oracle/python",
];
const TEXT = /\.(?:ts|py|md)$/;

/** Reads everything secret: the solution, the suites, the diagnosis, the corpora and the rubrics. */
export async function readSecrets(): Promise<readonly SecretText[]> {
  const solution = (await filesIn(SOLUTION)).map(readSolutionFile);
  const folders = await Promise.all(SECRET_FOLDERS.map(filesIn));
  const files = [...folders.flat(), "solution/answers.md"].map(readSecretFile);
  return [...(await Promise.all([...solution, ...files])), ...sentences()];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true });
  return entries
    .filter((path) => TEXT.test(path))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .sort();
}

async function readSecretFile(source: string): Promise<SecretText> {
  return { source, text: await readFile(join(ROOT, source), "utf8") };
}

async function readSolutionFile(source: string): Promise<SecretText> {
  const { text } = await readSecretFile(source);
  return source.endsWith(".test.ts") ? { source, text } : solutionText(source, text);
}

/** The texts of the solution's files with functions that students are given; none if the course sets all exercises. */
export async function readGiven(): Promise<readonly string[]> {
  const files = new Set(ALL_EXERCISES.filter((exercise) => !isSet(exercise)).map(({ file }) => `${SOLUTION}/${file}`));
  const texts = [...files].map(async (file) => {
    const regions = withGiven(parseRegions(file, await readFile(join(ROOT, file), "utf8")), isSet);
    return regions.flatMap(({ kind, lines }) => (kind === "shared" ? lines : [])).join("\n");
  });
  return Promise.all(texts);
}

/** A file of the solution without its markers; the lines between them are secret. */
function solutionText(source: string, text: string): SecretText {
  const lines = withGiven(parseRegions(source, text), isSet).flatMap(linesOf);
  return {
    source,
    text: lines.map(({ content }) => content).join("\n"),
    isSecret: (line) => lines[line - 1]?.secret ?? false,
  };
}

/** The lines of a region. An empty line replaces its marker, so that all lines keep their numbers. */
function linesOf({ kind, lines }: Region, index: number) {
  const marker = index === 0 ? [] : [{ content: "", secret: false }];
  return [...marker, ...lines.map((content) => ({ content, secret: kind !== "shared" }))];
}

/** Secret sentences, which may be broken over several lines in their source. */
function sentences(): readonly SecretText[] {
  const ofRubric = RUBRIC.flatMap(({ id, title, hint }) =>
    [title, hint].map((text) => ({ source: `rubric ${id}`, text })),
  );
  const ofWritten = WRITTEN_QUESTIONS.flatMap(({ id, criteria, wrongAnswers }) =>
    [...criteria.map(({ lookFor }) => lookFor), ...wrongAnswers.flatMap(({ answer, why }) => [answer, why])].map(
      (text) => ({ source: `written rubric ${id}`, text }),
    ),
  );
  const ofCorpus = [...MISCONCEPTIONS, ...ALTERNATIVES].map(({ id, explanation }) => ({
    source: `corpus ${id}`,
    text: explanation,
  }));
  return [...ofRubric, ...ofWritten, ...ofCorpus].map((secret) => ({ ...secret, whole: true }));
}
