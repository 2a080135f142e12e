/** Something that the user can do from the palette. */
export interface Command {
  readonly title: string;
  /** Other words by which the palette finds it. */
  readonly words?: string;
  /** Keys that do it too, for people: "F12". */
  readonly keys?: string;
  readonly run: () => void | Promise<void>;
  /** Shown as a button at the top of the page, with this text. */
  readonly button?: string;
}
