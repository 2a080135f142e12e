import { join } from "node:path";
import * as actionsCore from "@actions/core";
import { countWords } from "../../pipeline/report/wording.ts";
import { FaultError, UsageError } from "../../shared/errors.ts";
import { toClassroomNotices } from "./classroom.ts";
import { CLASSROOM50_ENVIRONMENT, renderClassroom50 } from "./classroom50.ts";
import type { Exportable } from "./exportable.ts";
import { FILE_FORMATS, type FileFormat, type Format } from "./formats.ts";
import { toGrade } from "./grade.ts";
import { renderExported } from "./summary.ts";
import { toWholeGrade } from "./whole-points.ts";
import { writeExport, type FoundExportables } from "./files.ts";
import type { ExportOptions, World } from "./world.ts";

type Command = ExportOptions & { readonly to: Exclude<Format, "moodle" | "canvas" | "csv"> };

/** Writes a file for each result. */
export async function exportToFiles(command: Command, found: FoundExportables, world: World): Promise<void> {
  const format = command.to === "classroom50" ? classroom50(found, world) : FILE_FORMATS[command.to];
  const [only] = found.exportables;
  if (found.isSingle && only !== undefined)
    return exportOne(command, format, { ...only, directory: found.directory }, world);
  const files = [];
  for (const { folder, result } of onePerFolder(found.exportables)) {
    const path = join(command.out ?? found.directory, folder, format.file);
    await writeExport(path, format.render(result, command));
    files.push({ path, contents: gradeWords(result, format, command) ?? "no grade" });
  }
  const withheld = onePerFolder(found.exportables).flatMap(({ folder, result }) => {
    const grade = toGrade(result, command);
    return format.isGrade && grade.state === "withheld" ? [{ what: folder, why: grade.why }] : [];
  });
  world.print(renderExported({ files, skipped: [...withheld, ...found.skipped] }));
}

/** Teams once, although each member is exported to a gradebook. */
function onePerFolder(exportables: readonly Exportable[]): readonly Exportable[] {
  return [...new Map(exportables.map((each) => [each.folder, each])).values()];
}

type One = Exportable & { readonly directory: string };

async function exportOne(command: ExportOptions, format: FileFormat, one: One, world: World): Promise<void> {
  const { result, directory } = one;
  const grade = toGrade(result, command);
  const withheld = format.isGrade && grade.state === "withheld" ? grade.why : null;
  if (withheld !== null && result.status === "graded") throw new UsageError(`no grade: ${withheld}`);
  const path = command.out ?? join(directory, format.file);
  const text = format.render(result, command);
  // No file in a format that cannot express a missing grade.
  if (text !== "") await writeExport(path, text);
  if (command.to === "classroom") publish(text, one, command, world);
  if (withheld !== null && result.status === "grader-fault") throw new FaultError(`no grade: ${withheld}`);
  const contents = gradeWords(result, format, command) ?? "no grade";
  const skipped = withheld === null ? [] : [{ what: one.folder, why: withheld }];
  world.print(renderExported({ files: text === "" ? [] : [{ path, contents }], skipped }));
}

function gradeWords(
  result: Exportable["result"],
  { isGrade, inWholePoints }: FileFormat,
  command: ExportOptions,
): string | null {
  if (!isGrade) return countWords(result.checks.length, "check");
  const grade = inWholePoints === true ? toWholeGrade(result, command) : toGrade(result, command);
  return grade.state === "given" ? `${grade.points} / ${grade.maxPoints} points` : null;
}

function classroom50(found: FoundExportables, { environment, now }: World): FileFormat {
  if (!found.isSingle) throw new UsageError("classroom50 grades one submission per run: pass the folder of one result");
  const parsed = CLASSROOM50_ENVIRONMENT.safeParse(environment);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join("."));
    throw new UsageError(`${names.join(", ")}: expected in the environment, set by Classroom 50's runner`);
  }
  const run = { environment: parsed.data, now };
  return {
    file: "classroom50.json",
    isGrade: true,
    inWholePoints: true,
    render: (result, options) => renderClassroom50(result, run, options) ?? "",
  };
}

// GitHub Classroom reads the points from notices, its reporter from a step output.
function publish(text: string, { result }: One, command: ExportOptions, { environment }: World): void {
  if (environment["GITHUB_ACTIONS"] !== "true") return;
  if (environment["GITHUB_OUTPUT"]) actionsCore.setOutput("result", text);
  for (const { title, message } of toClassroomNotices(result, command)) actionsCore.notice(message, { title });
}
