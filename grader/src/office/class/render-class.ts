import picocolors from "picocolors";
import { defuseCommands, NAME_CHARACTERS, visible } from "../../shared/escape.ts";
import { padEnd, wrap } from "../../shared/wrap.ts";
import type { ClassEntry, ClassFile } from "./class-file.ts";

type Colours = ReturnType<typeof picocolors.createColors>;
type Unsettled = Extract<ClassEntry, { readonly status: "unreadable" | "grader-fault" }>;

const COLUMNS = 80;
const NAME_COLUMNS = 44;

/** A class as a table of at most 80 columns, with those who have no score listed apart. */
export function renderClass(file: ClassFile, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const scored = file.submissions.filter((each) => each.status === "graded" || each.status === "submission-error");
  const sections = [
    scored.map((each) => scoreLine(each, paint)).join("\n"),
    listing("Cannot be read, and not graded", withStatus(file, "unreadable"), paint),
    listing("Not graded: the grader failed, twice", withStatus(file, "grader-fault"), paint),
    totals(file),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** How many there are of each kind, in a line; and the settings in another. */
function totals({ submissions, grader, only, shards }: ClassFile): string {
  const count = (status: ClassEntry["status"]): number => submissions.filter((each) => each.status === status).length;
  const scores = submissions.flatMap((each) => (each.status === "graded" ? [each.score] : [])).sort((a, b) => a - b);
  const words = [
    `${submissions.length} submissions: ${count("graded")} graded`,
    ...(scores.length === 0 ? [] : [`median ${median(scores)}`]),
    ...KINDS.flatMap(([status, word]) => (count(status) === 0 ? [] : [`${count(status)} ${word}`])),
  ];
  const { version, engine, isolation, seed } = grader;
  const facts = [`grader ${version}`, `engine ${engine}`, `isolation ${isolation}`, `seed ${seed}`];
  const part = shards === undefined ? [] : [`shard ${shards.parts.join(",")} of ${shards.of}`];
  const partial =
    only === undefined ? "" : `\n${wrap(`partial: only ${line(only.join(", "))} was graded`, COLUMNS, "  ")}`;
  return `${wrap(words.join(", "), COLUMNS, "  ")}${partial}\n${wrap([...facts, ...part].join(" · "), COLUMNS, "  ")}`;
}

const KINDS = [
  ["submission-error", "with nothing to grade"],
  ["unreadable", "cannot be read"],
  ["grader-fault", "failed by the grader"],
  ["pending", "not reached yet"],
] as const;

type Scored = Extract<ClassEntry, { readonly folder: string }>;

function scoreLine(entry: Scored, paint: Colours): string {
  const score = `${entry.score}/${entry.maxScore}`.padStart(8);
  const text = `${padEnd(shown(entry.name), NAME_COLUMNS)}  ${score}`;
  if (entry.status === "graded") return `  ${text}`;
  return `  ${text}\n${paint.yellow(wrap(line(entry.problem), COLUMNS, "      "))}`;
}

function listing(title: string, entries: readonly Unsettled[], paint: Colours): string {
  if (entries.length === 0) return "";
  const rows = entries.map(({ name, id, problem }) => {
    const who = name === id ? shown(name) : `${shown(name)} (${shown(id)})`;
    return wrap(`${who}: ${line(problem)}`, COLUMNS, "    ", "      ");
  });
  return [paint.yellow(`  ${title}`), ...rows].join("\n");
}

function withStatus(file: ClassFile, status: Unsettled["status"]): readonly Unsettled[] {
  return file.submissions.filter((each): each is Unsettled => each.status === status);
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function shown(name: string): string {
  return defuseCommands(visible(name, NAME_CHARACTERS));
}

function line(text: string): string {
  return defuseCommands(visible(text, 600));
}
