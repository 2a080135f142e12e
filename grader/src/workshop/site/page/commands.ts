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
function allCommands(parts: CommandParts): readonly Command[] {
  const { store, actions, files } = parts;
  return [
    ...fixedCommands(parts),
    ...fileCommands(files),
    ...EXERCISES.map(({ id, title }) => ({ title: `Exercise ${id} ${title}`, run: () => goTo(id, actions) })),
    ...store.get().files.map((path) => ({ title: `Open ${path}`, run: () => actions.openFile(path) })),
    ...Object.keys(files.content.tests).map((path) => ({ title: `Open ${path}`, run: () => actions.openFile(path) })),
  ];
}

/** The commands that are buttons, too. */
export function buttonCommands(parts: CommandParts): readonly Command[] {
  return fixedCommands(parts).filter(({ button }) => button !== undefined);
}

function goTo(id: string, { goToExercise, focusArea }: Actions): void {
  goToExercise(id);
  focusArea("editor");
}

function fixedCommands(parts: CommandParts): readonly Command[] {
  const { store, actions, runs, files, more } = parts;
  const { view } = files.editor;
  const changeTheme = (): void => {
    const theme = nextTheme(store.get().theme);
    applyTheme(theme);
    store.set({ theme, notice: `Colours: ${theme}.` });
  };
  return [
    ...more,
    { title: "All commands", keys: "Ctrl-K", button: "Commands", run: () => openPalette(parts) },
    { title: "Run the tests of this exercise", keys: "Ctrl-S", run: () => runs.run("exercise") },
    { title: "Run all tests", keys: "Ctrl-Shift-S", run: () => runs.run("all") },
    { title: "Go to definition", keys: "F12", run: actions.goToDefinition },
    { title: "Format this file", keys: "Alt-Shift-F", run: actions.format },
    { title: "Find in this file", keys: "Ctrl-F", run: () => void openSearchPanel(view) },
    { title: "Next problem", keys: "F8", run: actions.nextProblem },
    { title: "Next area", keys: "F6", run: () => nextArea(store, actions) },
    { title: "Change colours: as the system, light, dark", button: "Colours", run: changeTheme },
  ];
}

function openPalette(parts: CommandParts): void {
  parts.files.palette.open(allCommands(parts));
}

/** The keys of the page, by the names of shell/keys.ts. */
export function keysOf(parts: CommandParts): Readonly<Record<string, () => void>> {
  const { store, actions, runs } = parts;
  return {
    "Mod-k": () => openPalette(parts),
    F1: () => openPalette(parts),
    "Mod-s": () => void runs.run("exercise"),
    "Mod-Shift-s": () => void runs.run("all"),
    F8: actions.nextProblem,
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
