import type { Lms } from "../class-file.ts";

/** Where something that was handed in lies. */
export type Where =
  /** A folder or an archive. */
  | { readonly kind: "path"; readonly path: string }
  /** Single files of one student, in a folder full of everybody's; under the names that the student gave them. */
  | { readonly kind: "files"; readonly files: readonly LooseFile[] }
  | { readonly kind: "git"; readonly url: string; readonly commit: string }
  /** Nowhere that can be read, and why. */
  | { readonly kind: "nothing"; readonly problem: string };

export interface LooseFile {
  readonly path: string;
  readonly name: string;
}

/** One student's, or one team's, part of a class. */
export interface HandedIn {
  /** Unique in the class. */
  readonly id: string;
  readonly name: string;
  readonly lms?: Lms;
  readonly where: Where;
}

/** A file or folder at the top of a class's folder. */
export interface Found {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}
