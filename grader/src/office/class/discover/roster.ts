import { readFile } from "node:fs/promises";
import { basename, dirname, resolve, relative } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "../../../shared/errors.ts";
import { parseInstant } from "../../course/instant.ts";
import { isFullHash, isRef } from "../resolve-commit.ts";
import type { Commit, Submission } from "./submission.ts";

const COLUMNS = ["id", "name", "path", "git", "commit", "submitted", "problem"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * The submissions in a table with the columns id and name, and path or git and commit. Paths are relative to the table's
 * folder; other columns are ignored.
 *
 * @throws UsageError that names the first wrong line
 */
export async function discoverRoster(file: string, { anyRef = false } = {}): Promise<readonly Submission[]> {
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
    const located = parseLocation(cell, { at, folder: dirname(file), anyRef });
    return { id, name: cell("name") || id, ...located, ...parseSubmitted(cell("submitted"), at) };
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

/** The context of a row. */
interface Where {
  /** The row, for messages. */
  readonly at: string;
  /** The folder of the roster. */
  readonly folder: string;
  /** Takes branches, tags and short hashes too. */
  readonly anyRef: boolean;
}

/** If both are given, as by `collect`, the path is graded and the commit is where it comes from. */
function parseLocation(cell: (column: Column) => string, where: Where): Pick<Submission, "location" | "origin"> {
  const [path, git, commit] = [cell("path"), cell("git"), cell("commit")];
  const origin = git === "" ? undefined : parseGit(git, commit, where);
  if (path !== "") {
    // Relative, so that messages do not contain this machine's folders.
    const shown = relative(process.cwd(), resolve(where.folder, path)) || ".";
    return { location: { kind: "path", path: shown }, ...(origin === undefined ? {} : { origin }) };
  }
  if (origin !== undefined) return { location: { kind: "git", ...origin } };
  // Written by `collect`: why there is nothing.
  const problem = cell("problem") || "nothing was handed in: the roster names neither a path nor git";
  return { location: { kind: "nothing", problem } };
}

function parseSubmitted(text: string, at: string): { readonly submittedAt?: string } {
  if (text === "") return {};
  const submittedAt = parseInstant(text);
  if (submittedAt !== undefined) return { submittedAt };
  throw new UsageError(
    `${at}: submitted is ${JSON.stringify(text)}; expected a time with its offset, such as 2026-10-01T23:59:30+02:00`,
  );
}

function parseGit(git: string, commit: string, { at, anyRef }: Where): Commit {
  const url = URL.canParse(git) ? new URL(git) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "file:") {
    throw new UsageError(`${at}: ${JSON.stringify(git)} is not an https:// or file:// address of a repository`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(`${at}: the address contains a user name or password; remove it`);
  }
  if (!isFullHash(commit) && !(anyRef && isRef(commit))) {
    throw new UsageError(
      `${at}: commit is ${JSON.stringify(commit)}; expected all 40 digits of a commit, because a branch or tag can move (./robustness-lab collect resolves them)`,
    );
  }
  return { url: url.href, commit };
}
