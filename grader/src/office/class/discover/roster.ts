import { readFile } from "node:fs/promises";
import { basename, dirname, resolve, relative } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "../../../shared/errors.ts";
import type { Submission, SubmissionLocation } from "./submission.ts";

const COLUMNS = ["id", "name", "path", "git", "commit"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * The submissions in a table with the columns id and name, and path or git and commit. Paths are relative to the table's
 * folder; other columns are ignored.
 *
 * @throws UsageError that names the first wrong line
 */
export async function discoverRoster(file: string): Promise<readonly Submission[]> {
  const [header, ...rows] = readRows(await readFile(file, "utf8"), basename(file));
  if (header === undefined) throw new UsageError(`${basename(file)} is empty: its first line names the columns`);
  const columns = parseHeader(header, basename(file));
  const ids = new Map<string, number>();
  return rows.map((row) => {
    const at = `${basename(file)}:${row.line}`;
    const cell = (column: Column): string => row.cells[columns.get(column) ?? -1]?.trim() ?? "";
    const id = cell("id");
    if (id === "") throw new UsageError(`${at}: the column id is empty`);
    const first = ids.get(id);
    if (first !== undefined) throw new UsageError(`${at}: the id ${JSON.stringify(id)} is already on line ${first}`);
    ids.set(id, row.line);
    return { id, name: cell("name") || id, location: parseLocation(cell, at, dirname(file)) };
  });
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function readRows(text: string, file: string): readonly Row[] {
  const [firstLine = ""] = text.split("\n", 1);
  // Spreadsheets write semicolons in countries with a decimal comma.
  const delimiter = [",", ";", "\t"].find((each) => firstLine.includes(each)) ?? ",";
  try {
    // Without `columns`, so that errors in the header name their line as well.
    const options = { bom: true, delimiter, info: true, skip_empty_lines: true, relax_column_count: true } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    const filled = records.filter(({ record }) => record.some((cell) => cell.trim() !== ""));
    return filled.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? `:${error["lines"]}` : "";
    throw new UsageError(`${file}${line}: this is not CSV (${error.code})`, { cause: error });
  }
}

function parseHeader({ line, cells }: Row, file: string): ReadonlyMap<Column, number> {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new UsageError(`${file}:${line}: the column ${twice} appears twice`);
  const found = new Map(COLUMNS.filter((column) => names.includes(column)).map((each) => [each, names.indexOf(each)]));
  const hasLocation = found.has("path") || (found.has("git") && found.has("commit"));
  const missing = [
    ...(["id", "name"] as const).filter((column) => !found.has(column)),
    ...(hasLocation ? [] : ["path (or git and commit)"]),
  ];
  if (missing.length === 0) return found;
  throw new UsageError(
    `${file}:${line}: missing column ${missing.join(", ")}; expected id,name,path or id,name,git,commit`,
  );
}

function parseLocation(cell: (column: Column) => string, at: string, folder: string): SubmissionLocation {
  const [path, git, commit] = [cell("path"), cell("git"), cell("commit")];
  if (path !== "" && git !== "") throw new UsageError(`${at}: both path and git are given; keep one`);
  if (git !== "") return parseGit(git, commit, at);
  if (path === "") {
    return { kind: "nothing", problem: "nothing was handed in: the roster names neither a path nor git" };
  }
  // Relative, so that messages do not contain this machine's folders.
  return { kind: "path", path: relative(process.cwd(), resolve(folder, path)) || "." };
}

function parseGit(git: string, commit: string, at: string): SubmissionLocation {
  const url = URL.canParse(git) ? new URL(git) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "file:") {
    throw new UsageError(`${at}: ${JSON.stringify(git)} is not an https:// or file:// address of a repository`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`${at}: the address contains a user name or password; remove it`);
  }
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) {
    throw new UsageError(
      `${at}: commit is ${JSON.stringify(commit)}; expected all 40 digits of a commit, because a branch or tag can move`,
    );
  }
  return { kind: "git", url: url.href, commit };
}
