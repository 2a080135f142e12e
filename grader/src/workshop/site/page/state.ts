import type { StoreOf } from "../../../../../template/lab/page/store.ts";
import type { Progress } from "./exercises.ts";
import type { OutputLine, TestResult } from "./workspace.ts";

/** The areas of the page; on a narrow screen one is shown at a time. */
export type Area = "sheet" | "editor" | "tests";

export type Theme = "system" | "light" | "dark";

/** What the list of tests shows: those of an exercise by its number, or all. */
export type Scope = "exercise" | "all";

export interface Tests {
  /** The latest result of each test. */
  readonly results: readonly TestResult[];
  readonly isRunning: boolean;
  readonly scope: Scope;
  /** Why the last run did not end as it should. */
  readonly sentence: string | null;
  readonly output: readonly OutputLine[];
  readonly tab: "tests" | "console";
}

/** What the page is loading, while it does. */
type Loading = "loading" | "ready" | { readonly failed: string };

export type Store = StoreOf<State>;

export interface State {
  /** The student's files. */
  readonly files: readonly string[];
  readonly open: string;
  /** The number of the exercise at hand: the last one whose file had the cursor. */
  readonly exercise: string;
  readonly progress: readonly Progress[];
  readonly tests: Tests;
  readonly types: Loading;
  /** Errors of types in the open file. */
  readonly problems: number;
  readonly area: Area;
  readonly theme: Theme;
  /** The last thing that the page did or could not do. */
  readonly notice: string;
}
