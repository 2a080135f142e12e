import { render } from "lit-html";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { makeActions, type Actions } from "./actions.ts";
import { makePreview } from "./answers/preview.ts";
import type { Command } from "./command.ts";
import { buttonCommands, keysOf, type CommandParts } from "./commands.ts";
import type { Content } from "./content.ts";
import { makeEditor, type Editor } from "./editor/editor.ts";
import { filesView } from "./editor/files-view.ts";
import { sourceOf } from "./exercises.ts";
import { addFile } from "./file-commands.ts";
import { listenToKeys } from "./shell/keys.ts";
import { remembered } from "./shell/memory.ts";
import { makePalette } from "./shell/palette.ts";
import { makeSkeleton, type Skeleton } from "./shell/skeleton.ts";
import { applyTheme, rememberedTheme } from "./shell/theme.ts";
import { areasView, topView } from "./shell/top.ts";
import { outlineView } from "./sheet/outline.ts";
import { drawSheet } from "./sheet/sheet.ts";
import { makeStore } from "../../../../../template/lab/page/store.ts";
import type { State, Store, Tests } from "./state.ts";
import { storeRest } from "./store-rest.ts";
import { makeTestRuns, type TestRuns } from "./test-runs.ts";
import { testsView } from "./tests/tests-panel.ts";
import type { Typescript } from "../typescript/client.ts";
import type { TestRunner, Workspace } from "./workspace.ts";

export interface PageParts {
  readonly root: HTMLElement;
  readonly content: Content;
  readonly workspace: Workspace;
  readonly runner: TestRunner;
  readonly typescript: Typescript;
  /** What else the palette and the top offer: hand in, take in, the lab. */
  readonly commands: readonly Command[];
}

/** What other parts of the site may do with the page. */
export interface Page extends Pick<Actions, "tell" | "openFile" | "focusArea"> {
  /** Runs all tests to their end. */
  readonly runTests: () => Promise<Tests>;
}

/** Draws the page: one state, drawn on every change. The sheet and the editor draw themselves. */
export function startPage(parts: PageParts): Page {
  const { content, workspace, typescript } = parts;
  const skeleton = makeSkeleton(parts.root);
  const store = makeStore(initialState(workspace), (state) => draw(state, skeleton, commandParts));
  const runs = makeTestRuns(store, workspace, parts.runner);
  const addPictures = (files: readonly File[]): void => void actions.addPictures(files);
  const editor: Editor = makeEditor({
    parent: skeleton.editor,
    workspace,
    tests: content.tests,
    typescript,
    onEdit: (path) => path.startsWith("src/") && runs.runSoon("exercise"),
    onCursor: (path, at) => actions.follow(path, at),
    onProblems: (problems) => store.set({ problems }),
    onPictures: addPictures,
  });
  const preview = makePreview(skeleton.preview, workspace, addPictures);
  const actions = makeActions({ store, workspace, skeleton, typescript, editor, preview });
  const files = { workspace, typescript, editor, palette: makePalette(skeleton.palette), content, actions };
  const commandParts: CommandParts = { store, actions, runs, files, more: parts.commands };
  workspace.subscribe(({ path, by }) => {
    store.set({ files: workspace.list() });
    runs.refresh();
    if (by === "take in") runs.runSoon("all");
    // Another tab has removed it.
    if (path === store.get().open && workspace.read(path) === undefined) actions.openFile("answers.md");
    if (path === "answers.md" || path.startsWith("figures/")) preview.redraw();
  });
  listenToKeys(keysOf(commandParts));
  applyTheme(store.get().theme);
  drawSheet(skeleton.text, content.sheet, actions.openNamed);
  resume(store, actions, [...workspace.list(), ...Object.keys(content.tests)]);
  begin(store, runs, typescript);
  return { ...actions, runTests: () => runAll(store, runs) };
}

/** Goes back to what was open, or at the first visit to the start: of the sheet, where only one area has room. */
function resume(store: Store, { goToExercise, openFile, focusArea }: Actions, paths: readonly string[]): void {
  const [exercise, path] = [remembered("exercise"), remembered("open")];
  if (exercise !== null) goToExercise(exercise);
  const { open } = store.get();
  openFile(path !== null && paths.includes(path) ? path : open);
  const isFirst = exercise === null && matchMedia("(max-width: 860px)").matches;
  focusArea(isFirst ? "sheet" : "editor");
}

async function runAll(store: Store, runs: TestRuns): Promise<Tests> {
  // An edit in another tab may start a newer run.
  do await runs.run("all", store.get().tests.scope);
  while (store.get().tests.isRunning);
  return store.get().tests;
}

/** Runs all tests once, so that the outline says how far the student is. */
function begin(store: Store, runs: TestRuns, { ready }: Typescript): void {
  runs.refresh();
  void runs.run("all", store.get().tests.scope).then(storeRest);
  ready.then(
    () => store.set({ types: "ready" }),
    (error: unknown) => store.set({ types: { failed: error instanceof Error ? error.message : String(error) } }),
  );
}

function initialState(workspace: Workspace): State {
  const [first] = EXERCISES;
  return {
    files: workspace.list(),
    open: first === undefined ? "answers.md" : sourceOf(first),
    exercise: first?.id ?? "",
    progress: [],
    tests: { results: [], isRunning: false, scope: "exercise", sentence: null, output: [], tab: "tests" },
    types: "loading",
    problems: 0,
    area: "editor",
    theme: rememberedTheme(),
    notice: "",
  };
}

function draw(state: State, skeleton: Skeleton, parts: CommandParts): void {
  const { store, actions, runs, files } = parts;
  render(topView(state, buttonCommands(parts)), skeleton.top);
  render(areasView(state, actions.focusArea), skeleton.areas);
  render(outlineView(state, actions), skeleton.outline);
  const fileActions = {
    openFile: actions.openFile,
    addFile: () => void addFile(files),
    nextProblem: actions.nextProblem,
  };
  render(filesView(state, fileActions), skeleton.files);
  const testActions = {
    run: (scope: "exercise" | "all") => void runs.run(scope),
    chooseTab: (tab: "tests" | "console") => store.set({ tests: { ...state.tests, tab } }),
    openPlace: actions.openPlace,
  };
  render(testsView(state, testActions), skeleton.tests);
}
