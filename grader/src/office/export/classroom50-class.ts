import { join } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { discoverRoster } from "../class/discover/roster.ts";
import type { Submission } from "../class/discover/submission.ts";
import { CLASSROOM50_ENVIRONMENT, renderClassroom50, type Classroom50Environment } from "./classroom50.ts";
import { onePerFolder, type Skipped } from "./exportable.ts";
import { writeExport, type FoundExportables } from "./files.ts";
import { renderExported } from "./summary.ts";
import { toWholeGrade } from "./whole-points.ts";
import type { ExportOptions, World } from "./world.ts";

/** What Classroom 50's runner would know of one submission. */
interface Run {
  readonly environment: Classroom50Environment;
  readonly now: Date;
}

/** Writes classroom50.json for each student of a class, whose repositories and commits the roster knows. @throws UsageError */
export async function exportClassroom50(command: ExportOptions, found: FoundExportables, world: World): Promise<void> {
  const { roster, out = found.directory } = command;
  if (roster === undefined) {
    throw new UsageError("classroom50 needs --roster for a class: the roster.csv that collect wrote");
  }
  const runs = await runsIn(roster, world.environment);
  const [files, skipped]: [{ path: string; contents: string }[], Skipped[]] = [[], []];
  for (const { folder, result, id = "" } of onePerFolder(found.exportables)) {
    const run = runs.get(id);
    const grade = toWholeGrade(result, command);
    const text = run === undefined ? null : renderClassroom50(result, run, command);
    if (grade.state === "withheld") skipped.push({ what: folder, why: grade.why });
    else if (text === null) skipped.push({ what: folder, why: "no repository of this classroom and assignment" });
    else {
      const path = join(out, folder, "classroom50.json");
      await writeExport(path, text);
      files.push({ path, contents: `${grade.points} / ${grade.maxPoints} points` });
    }
  }
  world.print(renderExported({ files, skipped: [...skipped, ...found.skipped] }));
}

async function runsIn(roster: string, environment: World["environment"]): Promise<ReadonlyMap<string, Run>> {
  const { CLASSROOM = "", ASSIGNMENT = "", MODE } = environment;
  if (CLASSROOM === "" || ASSIGNMENT === "") {
    throw new UsageError("CLASSROOM, ASSIGNMENT: expected in the environment, as in the names of the repositories");
  }
  const submissions = await discoverRoster(roster);
  return new Map(
    submissions.flatMap((submission) => {
      const run = runOf(submission, { CLASSROOM, ASSIGNMENT, ...(MODE === undefined ? {} : { MODE }) });
      return run === undefined ? [] : [[submission.id, run] as const];
    }),
  );
}

/** From a repository's name, classroom-assignment-owner, and a commit's time, of which the runner makes the tag. */
function runOf(
  { location, origin = location.kind === "git" ? location : undefined, submittedAt }: Submission,
  common: Readonly<Record<string, string>>,
): Run | undefined {
  if (origin === undefined || submittedAt === undefined) return undefined;
  const repository = origin.url.replace(/\/$/, "").replace(/\.git$/, "");
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  const prefix = `${common["CLASSROOM"]}-${common["ASSIGNMENT"]}-`;
  if (!name.toLowerCase().startsWith(prefix.toLowerCase())) return undefined;
  const tag = `submit/${submittedAt.replaceAll(":", "-")}-${origin.commit.slice(0, 7)}`;
  const parsed = CLASSROOM50_ENVIRONMENT.safeParse({
    ...common,
    USERNAME: name.slice(prefix.length),
    SUBMISSION_TAG: tag,
    COMMIT_URL: `${repository}/commit/${origin.commit}`,
    RELEASE_URL: `${repository}/releases/tag/${encodeURIComponent(tag)}`,
  });
  return parsed.success ? { environment: parsed.data, now: new Date(submittedAt) } : undefined;
}
