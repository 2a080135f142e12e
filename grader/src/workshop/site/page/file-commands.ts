import type { Command } from "./command.ts";
import type { Editor } from "./editor/editor.ts";
import type { Palette } from "./shell/palette.ts";
import type { Edit } from "../typescript/service.ts";
import type { Typescript } from "../typescript/client.ts";
import type { Version, Workspace } from "./workspace.ts";

export interface FileParts {
  readonly workspace: Workspace;
  /** The files that the course gives. Their names are graded, so they stay. */
  readonly course: ReadonlySet<string>;
  /** The public tests, which can be read. */
  readonly tests: Readonly<Record<string, string>>;
  readonly editor: Editor;
  readonly palette: Palette;
  readonly typescript: Typescript;
  readonly open: (path: string) => void;
  readonly tell: (notice: string) => void;
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

export async function addFile({ workspace, palette, open, tell }: FileParts): Promise<void> {
  const path = await palette.ask("Path of the new file, below src/", NEW_FILE);
  if (path === null) return;
  const why = whyNot(path, workspace);
  if (why !== null) return tell(why);
  workspace.write(path, "\n");
  open(path);
}

async function renameFile({ workspace, course, palette, editor, typescript, open, tell }: FileParts): Promise<void> {
  const from = editor.path();
  if (course.has(from) || !isPresent(from, workspace))
    return tell(`${from} keeps its name: the grader finds it by its name.`);
  const to = await palette.ask(`New path of ${from}`, from);
  if (to === null || to === from) return;
  const why = whyNot(to, workspace);
  if (why !== null) return tell(why);
  // The old name must be known to TypeScript until it has said which imports name it.
  await typescript.ready;
  const edits = await typescript.calls.renameFile(from, to);
  for (const [path, changes] of Object.entries(edits)) workspace.write(path, applied(workspace.read(path), changes));
  editor.forget(from);
  workspace.rename(from, to);
  open(to);
  const others = Object.keys(edits).filter((path) => path !== from);
  tell(`${from} is now ${to}.${others.length > 0 ? ` Its imports in ${others.join(", ")} are changed.` : ""}`);
}

function removeFile({ workspace, course, editor, open, tell }: FileParts): void {
  const path = editor.path();
  if (course.has(path) || !isPresent(path, workspace)) return tell(`${path} stays: the grader needs it.`);
  editor.forget(path);
  workspace.remove(path);
  open([...course][0] ?? "answers.md");
  tell(`${path} is removed.`);
}

function resetFile({ workspace, course, editor, tell }: FileParts): void {
  const path = editor.path();
  if (!course.has(path)) return tell(`${path} is yours alone: the course has no text for it.`);
  workspace.reset(path);
  tell(`${path} is the course's again. Undo, or "History of this file", brings your text back.`);
}

async function showHistory({ workspace, palette, editor, tell }: FileParts): Promise<void> {
  const path = editor.path();
  const versions = await workspace.history(path);
  if (versions.length === 0) return tell(`${path} has no earlier texts yet.`);
  const commandOf = ({ at, text }: Version): Command => ({
    title: `${new Date(at).toLocaleString()}: ${text.split("\n").length} lines, ${text.length} characters`,
    run: () => {
      workspace.write(path, text);
      tell(`${path} is as it was at ${new Date(at).toLocaleString()}. Undo takes that back.`);
    },
  });
  palette.open(versions.slice(0, VERSIONS_SHOWN).map(commandOf));
}

/** @returns null if a file may have this path */
function whyNot(path: string, workspace: Workspace): string | null {
  if (!/^src\/(?:[\w-]+\/)*[\w.-]+\.ts$/.test(path)) {
    return `"${path}" is no path of a file: write one such as ${NEW_FILE}, of letters, digits, - and _`;
  }
  const taken = workspace.list().find((each) => each.toLowerCase() === path.toLowerCase());
  return taken === undefined ? null : `${taken} exists already`;
}

function isPresent(path: string, workspace: Workspace): boolean {
  return workspace.list().includes(path);
}

/** A text with edits, each at its place in the text as it was. */
export function applied(content: string | Uint8Array | undefined, edits: readonly Edit[]): string {
  const text = typeof content === "string" ? content : "";
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: by }) => result.slice(0, from) + by + result.slice(to), text);
}
