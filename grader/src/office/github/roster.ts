import { stringify } from "csv-stringify/sync";
import type { Student } from "./class-list.ts";
import { isSameName, repositoryOf, type Repository } from "./organisation.ts";

/** A row for `collect`. An empty commit is the default branch. */
interface RosterRow {
  readonly id: string;
  readonly name: string;
  readonly git: string;
  readonly commit: string;
  readonly problem: string;
}

/** The rows, and what somebody should look at. */
export interface Roster {
  readonly rows: readonly RosterRow[];
  readonly notes: readonly string[];
}

export interface RosterOptions {
  readonly prefix: string;
  /** A branch in place of the default one. */
  readonly branch?: string;
}

/** A row for each student of a class list, with the repository if there is one. */
export function rosterOfClass(
  students: readonly Student[],
  repositories: readonly Repository[],
  { prefix, branch = "" }: RosterOptions,
): Roster {
  const rows = students.map(({ id, name, login }) => {
    const wanted = repositoryOf(login, prefix);
    const found = repositories.find((repository) => isSameName(repository.name, wanted));
    if (found === undefined) return { id, name, git: "", commit: "", problem: `there is no repository ${wanted}` };
    return { id, name, git: found.clone_url, commit: branch, problem: "" };
  });
  const expected = students.map(({ login }) => repositoryOf(login, prefix));
  const foreign = repositories.filter(({ name }) => !expected.some((wanted) => isSameName(wanted, name)));
  return {
    rows,
    notes: [
      ...rows.flatMap(({ id, problem }) => (problem === "" ? [] : [`${id}: ${problem}`])),
      ...foreign.map(({ name }) => `${name} belongs to nobody in the class list`),
    ],
  };
}

/** A row for each repository, with the account's name as id and name. */
export function rosterOfRepositories(
  repositories: readonly Repository[],
  { prefix, branch = "" }: RosterOptions,
): Roster {
  const rows = repositories.map(({ name, clone_url }) => {
    const login = name.slice(prefix.length + 1);
    return { id: login, name: login, git: clone_url, commit: branch, problem: "" };
  });
  return { rows, notes: [] };
}

/** Renders a roster for `collect`. */
export function renderRoster({ rows }: Roster): string {
  const header = ["id", "name", "git", "commit", "problem"] as const;
  return stringify([header, ...rows.map((row) => header.map((column) => row[column]))]);
}
