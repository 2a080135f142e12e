import { readFile } from "node:fs/promises";
import { basename, dirname, resolve, relative } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { decode } from "@robustness-lab/fixtures/hand-in";
import { UsageError } from "../../../shared/errors.ts";
import { parseInstant } from "../../course/instant.ts";
import { isFullHash, isRef } from "../resolve-commit.ts";
import type { Commit, Submission } from "./submission.ts";

const COLUMNS = ["id", "name", "first", "last", "path", "git", "commit", "submitted", "problem"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * The submissions in a table with the columns id and name, and path or git and commit. Paths are relative to the table's
 * folder; other columns are ignored.
 *
 * @throws UsageError that names every wrong line
 */
export async function discoverRoster(file: string, { anyRef = false } = {}): Promise<readonly Submission[]> {
  const [header, ...rows] = await readTable(file);
  if (header === undefined) throw new UsageError(`${basename(file)} is empty: its first line names the columns`);
  const columns = parseHeader(header, basename(file));
  const ids = new Map<string, number>();
  return withoutMistakes(rows, (row) => {
    const at = `${basename(file)}:${row.line}`;
    const cell = (column: Column): string => row.cells[columns.get(column) ?? -1]?.trim() ?? "";
    const id = cell("id");
    if (id === "") throw new UsageError(`${at}: the column id is empty`);
    const first = ids.get(id);
    if (first !== undefined) throw new UsageError(`${at}: the id ${JSON.stringify(id)} is already on line ${first}`);
    ids.set(id, row.line);
    const name = cell("name") || `${cell("first")} ${cell("last")}`.trim() || id;
    const located = parseLocation(cell, { at, folder: dirname(file), anyRef });
    return { id, name, ...located, ...parseSubmitted(cell("submitted"), at) };
  });
}

/** The rows of a table: the header first, without blank ones. @throws UsageError */
export async function readTable(file: string): Promise<readonly Row[]> {
  return readRows(readText(await readFile(file), basename(file)), basename(file));
}

/** The text of a roster, in any encoding that spreadsheets write. @throws UsageError */
function readText(bytes: Uint8Array, file: string): string {
  const { text, ...rest } = decode(bytes);
  if (text !== undefined) return text;
  const line = "line" in rest ? `:${rest.line}` : "";
  throw new UsageError(`${file}${line}: this is not text; save it as CSV in UTF-8`);
}

const MAX_MISTAKES = 20;

/** Reads all rows, so that all mistakes are told in one run. @throws UsageError */
function withoutMistakes(rows: readonly Row[], read: (row: Row) => Submission): readonly Submission[] {
  const mistakes: string[] = [];
  const found = rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      mistakes.push(error.message);
      return [];
    }
  });
  if (mistakes.length === 0) return found;
  const more = mistakes.length > MAX_MISTAKES ? [`and ${mistakes.length - MAX_MISTAKES} more`] : [];
  throw new UsageError([...mistakes.slice(0, MAX_MISTAKES), ...more].join("\n"));
}

/** A row of a table, with its line in the file. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function readRows(text: string, file: string): readonly Row[] {
  const [firstLine = ""] = text
    .replace(EXCEL_SEPARATOR, "")
    .trimStart()
    .split(/[\r\n]/, 1);
  // Spreadsheets write semicolons in countries with a decimal comma; names of columns may have commas.
  const fields = (delimiter: string): number => firstLine.split(delimiter).length;
  const delimiter = [",", ";", "\t"].toSorted((a, b) => fields(b) - fields(a))[0] ?? ",";
  try {
    // Without `columns`, so that errors in the header name their line as well.
    const options = { bom: true, delimiter, info: true, skip_empty_lines: true, relax_column_count: true } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    if (EXCEL_SEPARATOR.test(text)) records.shift();
    const filled = records.filter(({ record }) => record.some((cell) => cell.trim() !== ""));
    return filled.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? `:${error["lines"]}` : "";
    throw new UsageError(`${file}${line}: this is not CSV (${error.code})`, { cause: error });
  }
}

/** The first line that Excel writes and reads to tell the delimiter. */
const EXCEL_SEPARATOR = /^sep=.\r?\n/i;

/** Names of columns in Moodle, Canvas, GitHub Classroom, Classroom 50 and other lists, best first, in lower case. */
const ALIASES: Readonly<Partial<Record<Column, readonly string[]>>> = {
  id: [
    ...["sis user id", "id number", "idnumber", "identifier", "student id", "student number", "roster_identifier"],
    ...["matrikelnummer", "matriculation number", "sciper", "id-nummer", "numéro d'identification"],
    ...["sis login id", "username", "github_username", "github username", "login", "email address", "email", "e-mail"],
  ],
  name: [
    ...["full name", "student", "student name", "student_name", "display name", "fullname"],
    ...["vollständiger name", "nom complet", "nome completo"],
  ],
  first: ["first name", "firstname", "given name", "vorname", "prénom"],
  last: ["last name", "lastname", "surname", "family name", "nachname", "nom de famille"],
  path: ["file", "folder", "submission", "datei", "fichier"],
  git: ["repository", "repo", "url", "repository url", "repo_url", "student_repository_url", "clone_url"],
  commit: ["sha", "commit sha", "commit_sha", "commit hash", "commit_hash", "revision"],
};

/** The place of a column by its own name, or by the best other one; -1 if it is not there. */
export function placeOf(column: Column, names: readonly string[]): number {
  const spelt = [column, ...(ALIASES[column] ?? [])].find((name) => names.includes(name));
  return spelt === undefined ? -1 : names.indexOf(spelt);
}

function parseHeader({ line, cells }: Row, file: string): ReadonlyMap<Column, number> {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new UsageError(`${file}:${line}: the column ${twice} appears twice`);
  const places = COLUMNS.map((column) => [column, placeOf(column, names)] as const);
  const found = new Map(places.filter(([, place]) => place >= 0));
  const hasLocation = found.has("path") || (found.has("git") && found.has("commit"));
  const missing = [
    ...(found.has("id") ? [] : ["id"]),
    ...(found.has("name") || found.has("last") ? [] : ["name"]),
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
  const hasCommit = git !== "" && (commit !== "" || where.anyRef);
  const origin = hasCommit ? parseGit(git, commit, where) : undefined;
  if (path !== "") {
    // Relative, so that messages do not contain this machine's folders.
    const shown = relative(process.cwd(), resolve(where.folder, path)) || ".";
    return { location: { kind: "path", path: shown }, ...(origin === undefined ? {} : { origin }) };
  }
  if (origin !== undefined) return { location: { kind: "git", ...origin } };
  // A student who has a repository and has not pushed stops nobody else; `collect` writes its reason.
  const missing =
    git === "" ? "nothing was handed in: the roster names neither a path nor git" : `there is no commit of ${git} yet`;
  const problem = cell("problem") || missing;
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
  const address = withoutSsh(git);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "file:") {
    throw new UsageError(`${at}: ${JSON.stringify(git)} is not an https://, ssh or file:// address of a repository`);
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

/** Students copy ssh addresses; we have no key, so we fetch over https: git@host:owner/name, ssh://git@host/owner/name. */
function withoutSsh(git: string): string {
  const [, host, path] =
    /^git@([\w.-]+):(?!\/)(.+)$/.exec(git) ?? /^ssh:\/\/git@([\w.-]+)(?::22)?\/(.+)$/.exec(git) ?? [];
  return host === undefined || path === undefined ? git : `https://${host}/${path}`;
}
