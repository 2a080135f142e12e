import { NAME_CHARACTERS, visible } from "../../shared/escape.ts";
import type { SubmissionSummary } from "./class-overview.ts";

/** A person, with a link to the report. */
export interface LinkView {
  readonly name: string;
  /** null if it is the same as the name. */
  readonly id: string | null;
  readonly href: string | null;
}

/** Who makes a mistake: links to their reports, and their ids to copy. */
export interface WhoView {
  readonly people: readonly LinkView[];
  /** One per line. */
  readonly ids: string;
  readonly count: string;
}

/** Links by the id of the submission. */
export type People = ReadonlyMap<string, LinkView>;

/** Those with the given ids. */
export function whoView(ids: readonly string[], people: People): WhoView {
  return {
    people: ids.flatMap((id) => people.get(id) ?? []),
    ids: ids.map((id) => visible(id)).join("\n"),
    count: String(ids.length),
  };
}

/** The folder is encoded as one segment of a path, so that the link cannot lead elsewhere. */
export function link({ id, name, folder }: Pick<SubmissionSummary, "id" | "name" | "folder">): LinkView {
  return {
    name: visible(name, NAME_CHARACTERS).trim() || visible(id, NAME_CHARACTERS),
    id: id === name ? null : visible(id, NAME_CHARACTERS),
    href: folder === null ? null : `./${encodeURIComponent(folder.replace(/\p{Cs}/gu, "\uFFFD"))}/report.html`,
  };
}
