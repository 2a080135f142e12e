import { basename } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { placeOf, readTable, type Row } from "../class/discover/roster.ts";

/** A student of a class list. */
export interface Student {
  readonly id: string;
  readonly name: string;
  /** The name of the account on GitHub. */
  readonly login: string;
}

/** The students, and the rows that name no account. */
export interface ClassList {
  readonly students: readonly Student[];
  readonly skipped: readonly string[];
}

const LOGIN = /^[A-Za-z\d](?:[A-Za-z\d]|[-_](?=[A-Za-z\d])){0,38}$/;
/** Best first. */
const LOGIN_COLUMNS = ["github", "github_username", "github username", "github login", "github_login", "github name"];
const LAST_COLUMNS = ["login", "username", "identifier"];

/** Reads a class list: id and name as in a roster, and the account on GitHub. @throws UsageError that names every wrong line */
export async function readClassList(file: string): Promise<ClassList> {
  const [header, ...rows] = await readTable(file);
  const name = basename(file);
  if (header === undefined) throw new UsageError(`${name} is empty: its first line names the columns`);
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  const login = [...LOGIN_COLUMNS, ...LAST_COLUMNS].map((column) => columns.indexOf(column)).find((at) => at >= 0);
  if (login === undefined) {
    throw new UsageError(`${name}:${header.line}: missing column github; expected id,name,github`);
  }
  const students = rows.map((row) => studentIn(row, columns, login));
  const mistakes = students.flatMap(({ student, line }, index) => {
    if (student === undefined) return [];
    if (!LOGIN.test(student.login)) return [`${name}:${line}: ${JSON.stringify(student.login)} is no name on GitHub`];
    const first = students.slice(0, index).find((other) => other.student && isSame(other.student, student));
    return first === undefined ? [] : [`${name}:${line}: ${student.login} or its id is already on line ${first.line}`];
  });
  if (mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
  return {
    students: students.flatMap(({ student }) => student ?? []),
    skipped: students.flatMap(({ student, line, who }) =>
      student === undefined ? [`${name}:${line}: skipped, ${who} has no name on GitHub`] : [],
    ),
  };
}

function studentIn({ cells, line }: Row, columns: readonly string[], login: number) {
  const at = (place: number): string => cells[place]?.trim() ?? "";
  const account = at(login).replace(/^@|^https:\/\/github\.com\//, "");
  const name =
    at(placeOf("name", columns)) || `${at(placeOf("first", columns))} ${at(placeOf("last", columns))}`.trim();
  const id = at(placeOf("id", columns)) || account;
  const who = name || id || "the row";
  return { line, who, student: account === "" ? undefined : { id, name: name || account, login: account } };
}

/** Names on GitHub ignore case. */
function isSame(a: Student, b: Student): boolean {
  return a.id === b.id || a.login.toLowerCase() === b.login.toLowerCase();
}
