import picocolors from "picocolors";
import { median } from "simple-statistics";
import { NAME_CHARACTERS, terminalLine } from "../../shared/escape.ts";
import { renderTable } from "../../shared/table.ts";
import { wrap } from "../../shared/wrap.ts";
import type { ClassEntry, ClassFile } from "./class-file.ts";

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
  const rows = submissions.flatMap((each) =>
    "score" in each ? [[shown(each.name), `${each.score}/${each.maxScore}`]] : [],
  );
  return renderTable(rows, SCORE_COLUMNS);
}

function problemList(title: string, statuses: readonly Problem["status"][], file: ClassFile, paint: Colours): string {
  const entries = file.submissions.filter(
    (each): each is Problem => "problem" in each && statuses.includes(each.status),
  );
  if (entries.length === 0) return "";
  const rows = entries.map(({ name, id, problem }) => {
    const student = name === id ? shown(name) : `${shown(name)} (${shown(id)})`;
    return wrap(`${student}: ${terminalLine(problem, PROBLEM_CHARACTERS)}`, COLUMNS, "    ", "      ");
  });
  return [paint.yellow(`  ${title}`), ...rows].join("\n");
}

/** The number of submissions by outcome, and the settings. */
function totals({ submissions, grader, only, shards }: ClassFile): string {
  const count = (...statuses: readonly ClassEntry["status"][]): number =>
    submissions.filter(({ status }) => statuses.includes(status)).length;
  const scores = submissions.flatMap((each) => (each.status === "graded" ? [each.score] : []));
  const counts = [
    `${submissions.length} submissions: ${count("graded")} graded`,
    ...(scores.length === 0 ? [] : [`median ${median(scores)}`]),
    ...OUTCOMES.flatMap(([statuses, words]) => {
      return count(...statuses) === 0 ? [] : [`${count(...statuses)} ${words}`];
    }),
  ];
  const { version, engine, isolation, seed } = grader;
  const shard = shards === undefined ? [] : [`shard ${shards.parts.join(",")} of ${shards.of}`];
  return [
    counts.join(", "),
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

function shown(name: string): string {
  return terminalLine(name, NAME_CHARACTERS);
}
