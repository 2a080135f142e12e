/** A submission within reach: a folder or an archive, and what of it is not looked at. */
export type Fetched =
  | { readonly status: "here"; readonly path: string; readonly notes: readonly string[] }
  /** For whoever handed in, or grades, to put right. */
  | { readonly status: "unreadable"; readonly problem: string }
  /** The network or the machine failed. */
  | { readonly status: "fault"; readonly problem: string };
