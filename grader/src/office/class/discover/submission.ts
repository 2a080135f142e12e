import type { Team, Lms } from "../class-file.ts";

/** The submission of one student or team. */
export interface Submission {
  /** Unique in the class. */
  readonly id: string;
  /** The student's or team's name. */
  readonly name: string;
  readonly lms?: Lms;
  readonly location: SubmissionLocation;
  /** In UTC, if known before it is fetched. */
  readonly submittedAt?: string;
  readonly team?: Team;
  /** Where a collected submission comes from. */
  readonly origin?: Commit;
  /** Doubts about whose it is. */
  readonly notes?: readonly string[];
}

/** `onlineText` is the file of a text that the student entered on the page of the LMS, beside the others. */
export type SubmissionLocation =
  /** A folder or an archive. */
  | { readonly kind: "path"; readonly path: string; readonly onlineText?: string }
  /** Single files of one student, in a folder with the files of the whole class. */
  | { readonly kind: "files"; readonly files: readonly LooseFile[]; readonly onlineText?: string }
  | ({ readonly kind: "git" } & Commit)
  /** There is nothing to read; `problem` is the reason. */
  | { readonly kind: "nothing"; readonly problem: string; readonly onlineText?: string };

/** A commit: its whole hash, or for `collect` a short one, a branch or a tag; empty for the default branch. */
export interface Commit {
  readonly url: string;
  readonly commit: string;
}

export interface LooseFile {
  readonly path: string;
  /** The name that the student gave the file. */
  readonly name: string;
}

/** A file or folder at the top level of a class's folder. */
export interface FolderItem {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}
