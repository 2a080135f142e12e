import { html, nothing, render } from "lit-html";
import type { Command } from "../command.ts";

/** A list of commands to search, and questions that need a line of text. Both are one dialog. */
export interface Palette {
  readonly open: (commands: readonly Command[]) => void;
  /** Asks for a line. @returns null if the user cancelled */
  readonly ask: (label: string, initial: string) => Promise<string | null>;
}

const SHOWN = 50;

/** @param host an empty element for the dialog */
export function makePalette(host: HTMLElement): Palette {
  const dialog = document.createElement("dialog");
  dialog.id = "palette-dialog";
  host.append(dialog);
  // A click beside the box is a click on the dialog itself.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  return {
    open: (commands) => openList(dialog, commands),
    ask: (label, initial) => askLine(dialog, label, initial),
  };
}

/** The commands whose titles have all the words, in any order. */
function matching(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/);
  const textOf = ({ title, words: more = "" }: Command): string => `${title} ${more}`.toLowerCase();
  return commands.filter((command) => words.every((word) => textOf(command).includes(word))).slice(0, SHOWN);
}

function openList(dialog: HTMLDialogElement, commands: readonly Command[]): void {
  let [query, chosen] = ["", 0];
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    dialog.close();
    void command.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const found = matching(commands, query);
    const step = new Map([
      ["ArrowDown", 1],
      ["ArrowUp", -1],
    ]).get(event.key);
    if (event.key !== "Enter" && step === undefined) return;
    event.preventDefault();
    if (step === undefined) return run(found[chosen]);
    chosen = (chosen + step + found.length) % Math.max(1, found.length);
    draw();
  };
  const draw = (): void => {
    const found = matching(commands, query);
    render(listView({ found, chosen, onKey, run, onQuery: (text) => ((query = text), (chosen = 0), draw()) }), dialog);
    dialog.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  };
  // Another template first, so that the field is a new one and empty.
  render(nothing, dialog);
  dialog.setAttribute("aria-label", "Commands");
  draw();
  if (!dialog.open) dialog.showModal();
}

interface List {
  readonly found: readonly Command[];
  readonly chosen: number;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onQuery: (text: string) => void;
  readonly run: (command: Command) => void;
}

function listView({ found, chosen, onKey, onQuery, run }: List) {
  return html`<input
      type="text"
      role="combobox"
      aria-label="Search commands, files and exercises"
      aria-expanded="true"
      aria-controls="palette-list"
      aria-activedescendant=${found.length > 0 ? `command-${chosen}` : nothing}
      placeholder="Search commands, files and exercises"
      autocomplete="off"
      autofocus
      @keydown=${onKey}
      @input=${(event: InputEvent) => onQuery((event.target as HTMLInputElement).value)}
    />
    <ul id="palette-list" role="listbox" aria-label="Commands" tabindex="-1">
      ${found.map(
        (command, index) =>
          html`<li id="command-${index}" role="option" aria-selected=${index === chosen} @click=${() => run(command)}>
            <span>${command.title}</span>${command.keys === undefined ? nothing : html`<kbd>${command.keys}</kbd>`}
          </li>`,
      )}
    </ul>
    ${found.length === 0 ? html`<p>No command has these words.</p>` : nothing}`;
}

function askLine(dialog: HTMLDialogElement, label: string, initial: string): Promise<string | null> {
  return new Promise((resolve) => {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      resolve(new FormData(event.target as HTMLFormElement).get("line") as string);
      dialog.close();
    };
    dialog.setAttribute("aria-label", label);
    render(nothing, dialog);
    render(
      html`<form @submit=${submit}>
        <label for="palette-line">${label}</label>
        <input
          id="palette-line"
          name="line"
          type="text"
          .value=${initial}
          autocomplete="off"
          spellcheck="false"
          autofocus
        />
        <p><button type="submit">OK</button> <button type="button" @click=${() => dialog.close()}>Cancel</button></p>
      </form>`,
      dialog,
    );
    if (!dialog.open) dialog.showModal();
    // The list that was open before may close a moment later. An answer is given before its dialog closes.
    dialog.onclose = () => {
      if (!dialog.open) resolve(null);
    };
  });
}
