/** Stands for the parser of styles in what is bundled for the thread: sanitise.ts keeps no styles, so it is never called. */
export function parse(): never {
  throw new Error("no style is parsed");
}
