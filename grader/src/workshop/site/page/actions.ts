import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { keepPicture } from "./answers/pictures.ts";
import type { Preview } from "./answers/preview.ts";
import type { Editor } from "./editor/editor.ts";
import { definitionOf, exerciseAt, sourceOf } from "./exercises.ts";
import { showExercise } from "./sheet/sheet.ts";
import type { Skeleton } from "./shell/skeleton.ts";
import type { Area, Store } from "./state.ts";
import type { Typescript } from "../typescript/client.ts";
import type { Place, Workspace } from "./workspace.ts";

/** What the views and the commands do. */
export interface Actions {
  readonly tell: (notice: string) => void;
  /** @param at characters from the start */
  readonly openFile: (path: string, at?: number) => void;
  readonly openPlace: (place: Place) => void;
  /** Opens what a link of the sheet names: a function, or a file. */
  readonly openNamed: (what: string) => void;
  /** Shows an exercise in the sheet, and opens its function. */
  readonly goToExercise: (id: string) => void;
  readonly goToDefinition: () => Promise<void>;
  readonly format: () => Promise<void>;
  readonly addPictures: (files: readonly File[]) => Promise<void>;
  readonly showArea: (area: Area) => void;
  readonly focusArea: (area: Area) => void;
  /** The cursor is at a place of a file. */
  readonly follow: (path: string, at: number) => void;
}

export interface ActionParts {
  readonly store: Store;
  readonly workspace: Workspace;
  readonly skeleton: Skeleton;
  readonly typescript: Typescript;
  readonly editor: Editor;
  readonly preview: Preview;
}

export function makeActions(parts: ActionParts): Actions {
  const { store, workspace, skeleton, typescript, editor, preview } = parts;
  const tell = (notice: string): void => store.set({ notice });
  const showArea = (area: Area): void => {
    store.set({ area });
    skeleton.root.dataset.area = area;
  };
  const openFile = (path: string, at?: number): void => {
    showArea("editor");
    store.set({ open: path, notice: "" });
    editor.show(path, at);
    preview.show(path === "answers.md");
    editor.focus();
  };
  const openNamed = (what: string): void => {
    const exercise = EXERCISES.find(({ functions }) => functions.includes(what));
    if (exercise === undefined) return openFile(what);
    openFile(sourceOf(exercise), definitionOf(textOf(workspace, sourceOf(exercise)), what));
  };
  return {
    tell,
    showArea,
    focusArea: (area) => {
      showArea(area);
      if (area === "editor") editor.focus();
      else skeleton[area === "sheet" ? "sheet" : "tests"].focus();
    },
    openFile,
    openNamed,
    openPlace: ({ path, line, column }) => {
      openFile(path);
      openFile(path, offsetOf(editor.text(), line, column));
    },
    goToExercise: (id) => {
      const first = EXERCISES.find((exercise) => exercise.id === id)?.functions[0];
      if (first !== undefined) openNamed(first);
      showExercise(skeleton.text, id);
    },
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
    addPictures: async (files) => {
      for (const file of files) {
        try {
          const line = await keepPicture(file, workspace);
          openFile("answers.md");
          editor.insert(line);
        } catch (error) {
          return tell(`This picture is not added: ${error instanceof Error ? error.message : String(error)}.`);
        }
      }
    },
    follow: (path, at) => {
      const exercise = exerciseAt(path, textOf(workspace, path), at);
      if (exercise !== undefined && exercise.id !== store.get().exercise) store.set({ exercise: exercise.id });
    },
  };
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
