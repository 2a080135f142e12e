import { ALL_EXERCISES, type Exercise } from "@robustness-lab/fixtures";
import { type ExerciseMarker, MarkerError, type Region, parseRegions, withGiven } from "../../shared/markers.ts";

/** Texts by path under `src/`, with forward slashes. */
export type SourceFiles = ReadonlyMap<string, string>;

/** Formats TypeScript in the style of the repository. */
export type Format = (text: string) => Promise<string>;

/** What stubs are made for. */
export interface Exercises {
  /** All that exist. */
  readonly exercises?: readonly Exercise[];
  /** False for those that the course does not set: students get the solution's functions. */
  readonly isSet?: (exercise: Pick<Exercise, "id">) => boolean;
}

/**
 * Generates the students' sources from the solution: an exercise region becomes one line that throws NotImplementedError, with
 * a TODO; solution-only regions and test files are left out.
 *
 * @throws MarkerError for markers that are malformed, or that do not fit the table of exercises
 */
export async function generateTemplate(
  solution: SourceFiles,
  format: Format,
  { exercises = ALL_EXERCISES, isSet }: Exercises = {},
): Promise<SourceFiles> {
  assertFiles(solution, exercises);
  const sources = [...solution].filter(([file]) => !file.endsWith(".test.ts"));
  const stubs = sources.map(async ([file, text]) => {
    const stub = generateStub(file, text, { exercises, ...(isSet === undefined ? {} : { isSet }) });
    return [file, await format(stub)] as const;
  });
  return new Map(await Promise.all(stubs));
}

/** The stub of one file, not yet formatted. @throws MarkerError */
export function generateStub(
  file: string,
  text: string,
  { exercises = ALL_EXERCISES, isSet = () => true }: Exercises = {},
): string {
  const regions = parseRegions(file, text);
  const markers = regions.filter((region) => region.kind === "exercise");
  assertMarkers(file, markers, exercises);
  const stub = withGiven(regions, isSet).flatMap(toStub).join("\n");
  return markers.some(isSet) ? withNotImplementedError(stub) : stub;
}

function toStub(region: Region): readonly string[] {
  switch (region.kind) {
    case "shared":
      return region.lines;
    case "solution-only":
      return [];
    case "exercise":
      return [toThrowLine(region)];
  }
}

/** The TODO stays on the line to replace, because prettier never breaks a line before a trailing comment. */
function toThrowLine({ indent, id, functionName, todo }: ExerciseMarker): string {
  return `${indent}throw new NotImplementedError("${id} ${functionName}"); // TODO ${id}: ${todo}`;
}

const FIXTURES_IMPORT = /^import \{([^}]*)\} from "@robustness-lab\/fixtures";$/m;

function withNotImplementedError(stub: string): string {
  const found = FIXTURES_IMPORT.exec(stub);
  if (found === null) return `import { NotImplementedError } from "@robustness-lab/fixtures";\n${stub}`;
  const specifiers = (found[1] ?? "").split(",").map((specifier) => specifier.trim());
  const sorted = [...specifiers.filter(Boolean), "NotImplementedError"].sort(bySpecifier);
  return stub.replace(FIXTURES_IMPORT, () => `import { ${sorted.join(", ")} } from "@robustness-lab/fixtures";`);
}

function bySpecifier(left: string, right: string): number {
  const [first, second] = [left, right].map((specifier) => specifier.replace(/^type /, "").toLowerCase());
  return (first ?? "") < (second ?? "") ? -1 : 1;
}

function assertFiles(solution: SourceFiles, exercises: readonly Exercise[]): void {
  const lacking = exercises.find(({ file }) => !solution.has(file));
  if (lacking === undefined) return;
  const explanation = `the file of exercise ${lacking.id} is missing`;
  throw new MarkerError("MISSING_FILE", { file: lacking.file, line: 1 }, explanation);
}

function assertMarkers(file: string, markers: readonly ExerciseMarker[], exercises: readonly Exercise[]): void {
  markers.forEach((marker, index) => {
    assertListed(file, marker, exercises);
    assertFirst(marker, markers.slice(0, index));
  });
  for (const { id, functionName } of functionsOf(file, exercises)) {
    if (markers.some((marker) => marker.id === id && marker.functionName === functionName)) continue;
    const explanation = `exercise ${id} requires ${functionName}, but no region is marked with it`;
    throw new MarkerError("MISSING_REGION", { file, line: 1 }, explanation);
  }
}

function assertListed(file: string, { id, functionName, place }: ExerciseMarker, exercises: readonly Exercise[]): void {
  const exercise = exercises.find((candidate) => candidate.id === id);
  if (exercise === undefined) {
    throw new MarkerError("UNKNOWN_EXERCISE", place, `there is no exercise ${id} in the table of exercises`);
  }
  if (exercise.file !== file || !exercise.functions.includes(functionName)) {
    const listed = `${exercise.functions.join(", ")} in ${exercise.file}`;
    throw new MarkerError("UNKNOWN_FUNCTION", place, `exercise ${id} has no ${functionName} here; it has ${listed}`);
  }
}

function assertFirst({ functionName, place }: ExerciseMarker, earlier: readonly ExerciseMarker[]): void {
  const first = earlier.find((marker) => marker.functionName === functionName);
  if (first === undefined) return;
  const explanation = `${functionName} has a region already, at line ${first.place.line}`;
  throw new MarkerError("DUPLICATE_REGION", place, explanation);
}

function functionsOf(file: string, exercises: readonly Exercise[]) {
  return exercises
    .filter((exercise) => exercise.file === file)
    .flatMap(({ id, functions }) => functions.map((functionName) => ({ id, functionName })));
}
