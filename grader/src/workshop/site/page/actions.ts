import { nextDiagnostic } from "@codemirror/lint";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { keepPicture } from "./answers/pictures.ts";
import type { Preview } from "./answers/preview.ts";
import type { Editor } from "./editor/editor.ts";
import { definitionOf, exerciseAt, sourceOf } from "./exercises.ts";
import { showExercise } from "./sheet/sheet.ts";
import { remember } from "./shell/memory.ts";
import type { Skeleton } from "./shell/skeleton.ts";
import type { Area, Store } from "./state.ts";
import type { Typescript } from "../typescript/client.ts";
import type { Place, Workspace } from "./workspace.ts";

export interface ActionParts {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly skeleton: Skeleton;
  readonly typescript: Typescript;
  readonly editor: Editor;
  readonly preview: Preview;
}

/** How the user gets around. */
interface Navigation {
  /** Says something at the top. */
  readonly tell: (notice: string) => void;
  /** @param at characters from the start */
  readonly openFile: (path: string, at?: number) => void;
  readonly openPlace: (place: Place) => void;
  /** Opens what a link of the sheet names: a function, or a file. */
  readonly openNamed: (what: string) => void;
  /** Shows an exercise in the sheet, and its function in the editor; the focus stays where it is. */
  readonly goToExercise: (id: string) => void;
  readonly focusArea: (area: Area) => void;
  /** The cursor is at a place of a file. */
  readonly follow: (path: string, at: number) => void;
}

/** What the user does with the open file. */
interface Editing {
  readonly goToDefinition: () => Promise<void>;
  readonly format: () => Promise<void>;
  readonly nextProblem: () => void;
  readonly addPictures: (files: readonly File[]) => Promise<void>;
}

/** What the views and the commands do. */
export type Actions = Navigation & Editing;

export function makeActions(parts: ActionParts): Actions {
  const navigation = makeNavigation(parts);
  return { ...navigation, ...makeEditing(parts, navigation) };
}

function makeNavigation({ store, workspace, skeleton, editor, preview }: ActionParts): Navigation {
  const show = (path: string, at?: number): void => {
    store.set({ open: path, notice: "" });
    // Before the editor, which tells the cursor that the preview follows.
    preview.show(path === "answers.md");
    editor.show(path, at);
  };
  const focusArea = (area: Area): void => {
    store.set({ area });
    skeleton.root.dataset.area = area;
    if (area === "editor") editor.focus();
    else skeleton[area].focus();
  };
  const openFile = (path: string, at?: number): void => {
    show(path, at);
    focusArea("editor");
  };
  return {
    tell: (notice) => store.set({ notice }),
    focusArea,
    openFile,
    openNamed: (what) => openFile(...placeOf(what, workspace)),
    openPlace: ({ path, line, column }) => {
      show(path);
      openFile(path, offsetOf(editor.text(), line, column));
    },
    goToExercise: (id) => {
      const first = EXERCISES.find((exercise) => exercise.id === id)?.functions[0];
      if (first !== undefined) show(...placeOf(first, workspace));
      showExercise(skeleton.text, id);
      store.set({ tests: { ...store.get().tests, scope: "exercise" } });
    },
    follow: (path, at) => {
      const exercise = exerciseAt(path, textOf(workspace, path), at);
      if (exercise !== undefined && exercise.id !== store.get().exercise) store.set({ exercise: exercise.id });
      rememberPlace(path, store.get().exercise);
      if (path === "answers.md") preview.follow(at);
    },
  };
}

/** What a reload returns to. */
function rememberPlace(path: string, exercise: string): void {
  remember("open", path);
  remember("exercise", exercise);
}

function makeEditing({ workspace, typescript, editor }: ActionParts, { tell, openFile }: Navigation): Editing {
  return {
    goToDefinition: async () => {
      await typescript.ready;
      const found = await typescript.calls.definition(editor.path(), editor.cursor());
      if (found === null) tell("What is at the cursor is not defined in a file of yours.");
      else openFile(found.path, found.at);
    },
    format: async () => {
      const path = editor.path();
      if (!path.startsWith("src/")) return tell("Only files under src/ are formatted.");
      await typescript.ready;
      editor.edit(await typescript.calls.format(path));
    },
    nextProblem: () => {
      editor.focus();
      nextDiagnostic(editor.view);
    },
    addPictures: async (files) => {
      for (const file of files) {
        try {
          const line = await keepPicture(file, workspace);
          if (editor.path() !== "answers.md") openFile("answers.md");
          editor.insert(line);
        } catch (error) {
          return tell(`This picture is not added: ${error instanceof Error ? error.message : String(error)}.`);
        }
      }
    },
  };
}

/** Where what a link names is: a function of an exercise in its file, or a file. */
function placeOf(what: string, workspace: Workspace): readonly [path: string, at?: number] {
  const exercise = EXERCISES.find(({ functions }) => functions.includes(what));
  if (exercise === undefined) return [what];
  return [sourceOf(exercise), definitionOf(textOf(workspace, sourceOf(exercise)), what) ?? 0];
}

function textOf(workspace: Workspace, path: string): string {
  const content = workspace.read(path);
  return typeof content === "string" ? content : "";
}

/** Characters before a line and column, which count from 1. */
function offsetOf(text: string, line: number, column: number): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}
