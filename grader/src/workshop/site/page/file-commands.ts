import type { Actions } from "./actions.ts";
import type { Command } from "./command.ts";
import type { Content } from "./content.ts";
import type { Editor } from "./editor/editor.ts";
import { showVersion } from "./history-dialog.ts";
import type { Palette } from "./shell/palette.ts";
import type { Edit } from "../typescript/service.ts";
import type { Typescript } from "../typescript/client.ts";
import type { Version, Workspace } from "./workspace.ts";

export interface FileParts {
  readonly workspace: Workspace;
  readonly content: Content;
  readonly editor: Editor;
  readonly palette: Palette;
  readonly typescript: Typescript;
  readonly actions: Actions;
}

const NEW_FILE = "src/helpers.ts";
const VERSIONS_SHOWN = 100;

/** What can be done with files: add, rename, remove, reset, go back. */
export function fileCommands(parts: FileParts): readonly Command[] {
  return [
    { title: "New file", run: () => addFile(parts) },
    { title: "Rename this file", run: () => renameFile(parts) },
    { title: "Remove this file", run: () => removeFile(parts) },
    { title: "Reset this file to the course's text", run: () => resetFile(parts) },
    { title: "History of this file", run: () => showHistory(parts) },
  ];
}

export async function addFile({ workspace, palette, actions }: FileParts): Promise<void> {
  const path = await palette.ask("Path of the new file, below src/", NEW_FILE);
  if (path === null) return;
  const why = whyNot(path, workspace);
  if (why !== null) return actions.tell(why);
  workspace.write(path, "\n");
  actions.openFile(path);
}

async function renameFile(parts: FileParts): Promise<void> {
  const { workspace, palette, editor, typescript, actions } = parts;
  const from = editor.path();
  if (!isOwn(from, parts)) return actions.tell(`${from} keeps its name: the grader finds it by its name.`);
  const to = await palette.ask(`New path of ${from}`, from);
  if (to === null || to === from) return;
  const why = whyNot(to, workspace);
  if (why !== null) return actions.tell(why);
  // TypeScript must know the old name to find the imports of it.
  await typescript.ready;
  const edits = await typescript.calls.renameFile(from, to);
  for (const [path, changes] of Object.entries(edits)) workspace.write(path, applied(workspace.read(path), changes));
  editor.forget(from);
  workspace.rename(from, to);
  actions.openFile(to);
  const others = Object.keys(edits).filter((path) => path !== from);
  actions.tell(`${from} is now ${to}.${others.length > 0 ? ` Its imports in ${others.join(", ")} are changed.` : ""}`);
}

function removeFile(parts: FileParts): void {
  const { workspace, editor, actions } = parts;
  const path = editor.path();
  if (!isOwn(path, parts)) return actions.tell(`${path} stays: the grader needs it.`);
  editor.forget(path);
  workspace.remove(path);
  actions.openFile("answers.md");
  actions.tell(`${path} is removed.`);
}

function resetFile({ workspace, content, editor, actions }: FileParts): void {
  const path = editor.path();
  if (!(path in content.files)) return actions.tell(`The course has no text for ${path}.`);
  workspace.reset(path);
  actions.tell(`${path} is the course's again. Undo, or "History of this file", brings your text back.`);
}

async function showHistory({ workspace, palette, editor, actions }: FileParts): Promise<void> {
  const path = editor.path();
  const versions = await workspace.history(path);
  if (versions.length === 0) return actions.tell(`${path} has no earlier texts yet.`);
  const commandOf = (version: Version): Command => {
    const { at, text } = version;
    const time = new Date(at).toLocaleString();
    const onBack = (): void => {
      workspace.write(path, text);
      actions.tell(`${path} is as it was at ${time}. Undo takes that back.`);
    };
    return {
      title: `${time}: ${text.split("\n").length} lines, ${text.length} characters`,
      run: () => showVersion({ path, now: editor.text(), version, onBack }),
    };
  };
  palette.open(versions.slice(0, VERSIONS_SHOWN).map(commandOf));
}

/** True for a file that the student added: neither the course's nor a test. */
function isOwn(path: string, { workspace, content }: FileParts): boolean {
  return workspace.list().includes(path) && !(path in content.files);
}

/** @returns null if a file may have this path */
function whyNot(path: string, workspace: Workspace): string | null {
  if (!/^src\/(?:[\w-]+\/)*[\w.-]+\.ts$/.test(path)) {
    return `"${path}" is no path of a file: write one such as ${NEW_FILE}, of letters, digits, - and _`;
  }
  const taken = workspace.list().find((each) => each.toLowerCase() === path.toLowerCase());
  return taken === undefined ? null : `${taken} exists already`;
}

/** A text with edits, each at its place in the text as it was. */
function applied(content: string | Uint8Array | undefined, edits: readonly Edit[]): string {
  const text = typeof content === "string" ? content : "";
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: by }) => result.slice(0, from) + by + result.slice(to), text);
}
