import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ALL_CHECKS } from "../../pipeline/score/rubric.ts";
import { pointsFor } from "../../pipeline/score/course-points.ts";
import type { Content, KnownExercises } from "../../office/course/content.ts";
import { readContent } from "../../office/course/read-course.ts";
import { groupBy } from "../../shared/group-by.ts";
import { COURSE_FILE, ROOT, SHEET_FILE } from "../../shared/paths.ts";
import { renderAnswers, renderModelAnswers } from "./answers.ts";
import { renderCourseModule, renderQuestionsModule } from "./course-modules.ts";
import { formatAs, prettierFor, readSources } from "./files.ts";
import { generateTemplate, type SourceFiles } from "./generate.ts";
import { renderSheet } from "./sheet.ts";

/** The folder of stubs. Other files in it are left over. */
export const STUBS = "template/src/";
const SOURCES = join(ROOT, "solution/src");

/**
 * All files that follow from course.yaml and the solution, by path in the repository.
 *
 * @throws UsageError for mistakes in course.yaml
 * @throws MarkerError for faulty markers in the solution
 */
export async function makeFiles(): Promise<SourceFiles> {
  const content = await readContent(COURSE_FILE, knownExercises());
  const isSet = ({ id }: { readonly id: string }): boolean => Object.hasOwn(content.exercises, id);
  const stubs = await generateTemplate(await readSources(SOURCES), prettierFor(join(ROOT, STUBS)), { isSet });
  const others = Object.entries(await textsOf(content)).map(async ([path, text]) => {
    return [path, await formatAs(join(ROOT, path), text)] as const;
  });
  return new Map([
    ...(await Promise.all(others)),
    ...[...stubs].map(([path, text]) => [`${STUBS}${path}`, text] as const),
  ]);
}

async function textsOf(content: Content): Promise<Readonly<Record<string, string>>> {
  const sheet = await readFile(SHEET_FILE, "utf8");
  return {
    "fixtures/src/course.generated.ts": renderCourseModule(content),
    "grader/src/pipeline/score/written.generated.ts": renderQuestionsModule(content),
    "solution/answers.md": renderModelAnswers(content),
    "template/README.md": renderSheet(sheet, { content, rubric: pointsFor(content, ALL_CHECKS) }),
    "template/answers.md": renderAnswers(content),
  };
}

/** The exercises that exist, with the number of their checks. */
export function knownExercises(): KnownExercises {
  return new Map([...groupBy(ALL_CHECKS, ({ exercise }) => exercise)].map(([id, { length }]) => [id, length]));
}
