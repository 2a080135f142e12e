import type { Declarations, Values } from "./options.ts";

/** Who needs a command; the overview lists the groups in this order. */
export const GROUPS = {
  course: "For grading a course",
  maintainers: "For maintainers",
} as const;

/** The context of a command, besides its parsed arguments. */
export interface Context {
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** A row of the table of commands. */
export interface Command {
  /** One word, or two for a subcommand: "marks merge". */
  readonly name: string;
  readonly group: keyof typeof GROUPS;
  /** One sentence, without a full stop. */
  readonly summary: string;
  /** In commander's notation: "<submission>", "[ids...]". */
  readonly args?: Readonly<Record<string, string>>;
  readonly options: Declarations;
  /** What --help shows after the options: examples first. */
  readonly help: string;
  /** Printed on Ctrl-C by a command that cleans up; the others end at once. */
  readonly stopping?: string;
  /** It runs until Ctrl-C, which is no failure. */
  readonly endsByCtrlC?: true;
  /** How long it may take to clean up; by default less than two seconds. */
  readonly cleanUpMs?: number;
  /** @returns the exit code */
  readonly run: (args: readonly string[], options: never, context: Context) => Promise<number>;
}

/** Declares a command; the types of its options follow from their declarations. */
export function command<O extends Declarations>(
  row: Omit<Command, "run" | "options"> & {
    readonly options: O;
    readonly run: (args: readonly string[], options: Values<O>, context: Context) => Promise<number>;
  },
): Command {
  return row;
}
