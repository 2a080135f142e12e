/** A part of a solution file: given to students, written by students, or never shown to them. */
export type Region =
  | { readonly kind: "shared"; readonly lines: readonly string[] }
  | ({ readonly kind: "exercise"; readonly lines: readonly string[] } & ExerciseMarker)
  | { readonly kind: "solution-only"; readonly lines: readonly string[]; readonly place: Place };

/** The opening marker of an exercise region. */
export interface ExerciseMarker {
  readonly id: string;
  readonly functionName: string;
  readonly todo: string;
  readonly indent: string;
  readonly place: Place;
}

type Marked = Exclude<Region, { readonly kind: "shared" }>;
type Marker =
  { readonly kind: "open"; readonly region: Marked } | { readonly kind: "close"; readonly closes: Marked["kind"] };

const EXERCISE = /^(\s*)\/\/ <exercise (\S+) (\w+): (.+)>$/;
const SOLUTION_ONLY = /^\s*\/\/ <solution-only>$/;
const CLOSING = /^\s*\/\/ <\/(exercise|solution-only)>$/;
/** A line that matches this and none of the patterns above is a misspelt marker. */
const RESEMBLES_MARKER = /<\s*\/?\s*(exercise|solution-only)\b/i;

/**
 * Splits a solution file at its markers.
 *
 * @throws MarkerError for a marker that is malformed, nested, unclosed or unopened
 */
export function parseRegions(file: string, text: string): readonly Region[] {
  const regions: Region[] = [];
  let current: Region = { kind: "shared", lines: [] };
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    const place = { file, line: index + 1 };
    const marker = parseMarker(content, place);
    if (marker === undefined) {
      current = { ...current, lines: [...current.lines, content] };
    } else {
      regions.push(current);
      current = regionAfter(current, marker, place);
    }
  }
  if (current.kind !== "shared") throw unclosed(current);
  return [...regions, current];
}

/** Makes the regions of exercises that are not set, and the helpers that they use, shared: students get them. */
export function withGiven(regions: readonly Region[], isSet: (marker: ExerciseMarker) => boolean): readonly Region[] {
  const given = regions.filter((region) => region.kind === "exercise" && !isSet(region));
  const text = given.flatMap(({ lines }) => lines).join("\n");
  return regions.map((region) => {
    const isGiven = given.includes(region) || (region.kind === "solution-only" && isUsedIn(text, region.lines));
    return isGiven ? { kind: "shared", lines: region.lines } : region;
  });
}

function isUsedIn(text: string, helper: readonly string[]): boolean {
  const names = helper.flatMap((line) => /^(?:export )?(?:function|const) (\w+)/.exec(line)?.[1] ?? []);
  return names.some((name) => new RegExp(`\\b${name}\\b`).test(text));
}

function parseMarker(content: string, place: Place): Marker | undefined {
  const exercise = EXERCISE.exec(content);
  if (exercise !== null) return { kind: "open", region: exerciseRegion(exercise, place) };
  if (SOLUTION_ONLY.test(content)) return { kind: "open", region: { kind: "solution-only", lines: [], place } };
  const closing = CLOSING.exec(content);
  if (closing !== null) return { kind: "close", closes: closing[1] as Marked["kind"] };
  if (!RESEMBLES_MARKER.test(content)) return undefined;
  const forms =
    '"// <exercise ID function: what to do>", "// </exercise>", "// <solution-only>", "// </solution-only>"';
  throw new MarkerError("MALFORMED_MARKER", place, `"${content.trim()}" is not a marker; expected one of ${forms}`);
}

function exerciseRegion(match: RegExpExecArray, place: Place): Marked {
  const [, indent = "", id = "", functionName = "", todo = ""] = match;
  return { kind: "exercise", lines: [], id, functionName, todo, indent, place };
}

/** The region that begins after a marker. */
function regionAfter(current: Region, marker: Marker, place: Place): Region {
  if (marker.kind === "open") {
    if (current.kind === "shared") return marker.region;
    const explanation = `a region begins inside the ${current.kind} region of line ${current.place.line}`;
    throw new MarkerError("NESTED_REGION", place, explanation);
  }
  if (current.kind === marker.closes) return { kind: "shared", lines: [] };
  if (current.kind !== "shared") throw unclosed(current);
  throw new MarkerError("UNOPENED_REGION", place, `</${marker.closes}> closes a region that was never opened`);
}

function unclosed(region: Marked): MarkerError {
  return new MarkerError("UNCLOSED_REGION", region.place, `<${region.kind}> is never closed by </${region.kind}>`);
}

export type MarkerErrorCode =
  | "MALFORMED_MARKER"
  | "NESTED_REGION"
  | "UNCLOSED_REGION"
  | "UNOPENED_REGION"
  | "UNKNOWN_EXERCISE"
  | "UNKNOWN_FUNCTION"
  | "DUPLICATE_REGION"
  | "MISSING_REGION"
  | "MISSING_FILE";

export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A mistake in the markers of the reference solution; never a student's fault. */
export class MarkerError extends Error {
  override readonly name = "MarkerError";
  readonly code: MarkerErrorCode;
  readonly place: Place;

  constructor(code: MarkerErrorCode, place: Place, explanation: string) {
    super(`${place.file}:${place.line}: ${explanation}`);
    this.code = code;
    this.place = place;
  }
}
