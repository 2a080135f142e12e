import { nextDiagnostic } from "@codemirror/lint";
import { openSearchPanel } from "@codemirror/search";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { Actions } from "./actions.ts";
import type { Command } from "./command.ts";
import { fileCommands, type FileParts } from "./file-commands.ts";
import { applyTheme, nextTheme } from "./shell/theme.ts";
import type { Area, Store } from "./state.ts";
import type { TestRuns } from "./test-runs.ts";

export interface CommandParts {
  readonly store: Store;
  readonly actions: Actions;
  readonly runs: TestRuns;
  readonly files: FileParts;
  /** Commands of other parts of the page. */
  readonly more: readonly Command[];
}

const AREAS: readonly Area[] = ["sheet", "editor", "tests"];

/** All that the palette offers, as it is now. */
export function allCommands(parts: CommandParts): readonly Command[] {
  const { store, actions, files } = parts;
  return [
    ...fixedCommands(parts),
    ...fileCommands(files),
    ...EXERCISES.map(({ id, title }) => ({ title: `Exercise ${id} ${title}`, run: () => actions.goToExercise(id) })),
    ...store.get().files.map((path) => ({ title: `Open ${path}`, run: () => actions.openFile(path) })),
    ...Object.keys(parts.files.tests).map((path) => ({ title: `Open ${path}`, run: () => actions.openFile(path) })),
  ];
}

/** The commands that are buttons, too. */
export function buttonCommands(parts: CommandParts): readonly Command[] {
  return fixedCommands(parts).filter(({ button }) => button !== undefined);
}

function fixedCommands({ store, actions, runs, files, more }: CommandParts): readonly Command[] {
  const { editor } = files;
  const changeTheme = (): void => {
    const theme = nextTheme(store.get().theme);
    applyTheme(theme);
    store.set({ theme, notice: `Colours: ${theme}.` });
  };
  return [
    ...more,
    { title: "Run the tests of this exercise", keys: "Ctrl-S", run: () => runs.run("exercise") },
    { title: "Run all tests", keys: "Ctrl-Shift-S", run: () => runs.run("all") },
    { title: "Go to definition", keys: "F12", run: actions.goToDefinition },
    { title: "Format this file", keys: "Alt-Shift-F", run: actions.format },
    { title: "Find in this file", keys: "Ctrl-F", run: () => void openSearchPanel(editor.view) },
    { title: "Next problem", keys: "F8", run: () => void nextDiagnostic(editor.view) },
    { title: "Next area", keys: "F6", run: () => nextArea(store, actions) },
    { title: "Change colours: as the system, light, dark", button: "Colours", run: changeTheme },
  ];
}

/** The keys of the page, by the names of shell/keys.ts. */
export function keysOf(
  { store, actions, runs }: CommandParts,
  openPalette: () => void,
): Readonly<Record<string, () => void>> {
  return {
    "Mod-k": openPalette,
    F1: openPalette,
    "Mod-s": () => void runs.run("exercise"),
    "Mod-Shift-s": () => void runs.run("all"),
    F12: () => void actions.goToDefinition(),
    "Alt-Shift-f": () => void actions.format(),
    F6: () => nextArea(store, actions),
  };
}

/** Moves the focus from sheet to editor to tests. */
function nextArea(store: Store, actions: Actions): void {
  const now = AREAS.indexOf(store.get().area);
  const within = AREAS.findIndex(
    (area) => document.activeElement?.closest(`#${area === "editor" ? "code" : area}`) != null,
  );
  actions.focusArea(AREAS[((within < 0 ? now : within) + 1) % AREAS.length] ?? "sheet");
}
