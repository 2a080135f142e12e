/** A commit, and the time of committing in UTC. */
interface TakenCommit {
  readonly hash: string;
  readonly submittedAt: string;
}

/** A submission on this machine as a folder or an archive, or the reason why it is not. */
export type FetchOutcome =
  /** `notes` name files that are not graded. */
  | {
      readonly status: "fetched";
      readonly path: string;
      readonly notes: readonly string[];
      /** The commit that was taken. */
      readonly commit?: TakenCommit;
    }
  /** The student or the course staff can fix it. */
  | { readonly status: "unreadable"; readonly problem: string }
  /** The network or the machine failed. */
  | { readonly status: "fault"; readonly problem: string };
