import { groupBy } from "./group-by.ts";
import { NAME_CHARACTERS, terminalLine } from "./escape.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Names for a terminal: those of namesakes have their ids, "Ada Byron (1000)". */
export function namesFor(everyone: readonly Named[]): (one: Named) => string {
  const groups = groupBy(everyone, ({ name }) => name.normalize("NFC"));
  return ({ id, name }) => {
    const isAlone = groups.get(name.normalize("NFC"))?.length === 1;
    return isAlone && name !== "" ? terminalLine(name, NAME_CHARACTERS) : withId({ id, name });
  };
}

/** A name for a terminal, with its id unless that says the same. */
export function withId({ id, name }: Named): string {
  if (name === "" || name === id) return terminalLine(id, NAME_CHARACTERS);
  return `${terminalLine(name, NAME_CHARACTERS)} (${terminalLine(id, NAME_CHARACTERS)})`;
}
