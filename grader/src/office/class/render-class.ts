import picocolors from "picocolors";
import { median } from "simple-statistics";
import { countWords } from "../../pipeline/report/wording.ts";
import { terminalLine } from "../../shared/escape.ts";
import { renderTable } from "../../shared/table.ts";
import { wrap } from "../../shared/wrap.ts";
import type { ClassEntry, ClassFile } from "./class-file.ts";
import { namesFor, withId } from "../../shared/shown-name.ts";

type Colours = ReturnType<typeof picocolors.createColors>;
type Problem = Extract<ClassEntry, { readonly problem: string }>;

const COLUMNS = 80;
const PROBLEM_CHARACTERS = 600;
const UNREADABLE = ["submission-error", "unreadable"] as const;
const SCORE_COLUMNS = [{ width: 44 }, { width: 8, align: "right" }] as const;

/** Renders a class as a table of scores, followed by the problems and the totals, in at most 80 columns. */
export function renderClass(file: ClassFile, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const sections = [
    scoreTable(file),
    problemList("Cannot be read, so no score: fix it or ask the student", UNREADABLE, file, paint),
    problemList("Not graded: the grader failed twice", ["grader-fault"], file, paint),
    totals(file),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function scoreTable({ submissions }: ClassFile): string {
  const nameOf = namesFor(submissions);
  const rows = submissions.flatMap((each) =>
    "score" in each ? [[nameOf(each), `${each.score}/${each.maxScore}`]] : [],
  );
  return renderTable(rows, SCORE_COLUMNS);
}

function problemList(title: string, statuses: readonly Problem["status"][], file: ClassFile, paint: Colours): string {
  const entries = file.submissions.filter(
    (each): each is Problem => "problem" in each && statuses.includes(each.status),
  );
  if (entries.length === 0) return "";
  const rows = entries.map((each) => {
    return wrap(`${withId(each)}: ${terminalLine(each.problem, PROBLEM_CHARACTERS)}`, COLUMNS, "    ", "      ");
  });
  return [paint.yellow(`  ${title}`), ...rows].join("\n");
}

/** The number of submissions by outcome, and the settings. */
function totals(file: ClassFile): string {
  const { submissions, grader, only, shards } = file;
  const count = (...statuses: readonly ClassEntry["status"][]): number =>
    submissions.filter(({ status }) => statuses.includes(status)).length;
  const scores = submissions.flatMap((each) => (each.status === "graded" ? [each.score] : []));
  const counts = [
    `${countWords(submissions.length, "submission")}: ${count("graded")} graded`,
    ...(scores.length === 0 ? [] : [`median ${median(scores)}`]),
    ...OUTCOMES.flatMap(([statuses, words]) => {
      return count(...statuses) === 0 ? [] : [`${count(...statuses)} ${words}`];
    }),
    ...lateCounts(file),
  ];
  const { version, engine, isolation, seed } = grader;
  const shard = shards === undefined ? [] : [`shard ${shards.parts.join(",")} of ${shards.of}`];
  return [
    counts.join(", "),
    ...timesAdvice(file),
    ...(only === undefined ? [] : [`partial: only ${terminalLine(only.join(", "))} was graded`]),
    [`grader ${version}`, `engine ${engine}`, `isolation ${isolation}`, `seed ${seed}`, ...shard].join(" · "),
  ]
    .map((text) => wrap(text, COLUMNS, "  "))
    .join("\n");
}

const OUTCOMES = [
  [UNREADABLE, "cannot be read"],
  [["grader-fault"], "not graded because the grader failed"],
  [["pending"], "not graded yet"],
] as const;

function lateCounts(file: ClassFile): readonly string[] {
  const late = file.submissions.filter(({ lateness }) => lateness !== undefined && lateness.minutes !== 0).length;
  const timeless = withoutTime(file).length;
  return [...(late === 0 ? [] : [`${late} late`]), ...(timeless === 0 ? [] : [`${timeless} without a time`])];
}

/** Submissions whose lateness is unknown; where nothing was handed in, there is none. */
function withoutTime({ submissions, course }: ClassFile): readonly ClassEntry[] {
  if (course?.deadline === undefined) return [];
  return submissions.filter((each) => "folder" in each && each.submittedAt === undefined);
}

function timesAdvice(file: ClassFile): readonly string[] {
  const count = withoutTime(file).length;
  if (count === 0) return [];
  const loss = file.course?.penalty === undefined ? "" : ", and a penalty needs one";
  return [`no time for ${countWords(count, "submission")}${loss}: repeat with --resume and --times <file>`];
}
