/** Calls an action for a key of the whole page, before the editor sees it. Names are those of `KeyboardEvent.key`. */
export function listenToKeys(actions: Readonly<Record<string, () => void>>): void {
  const listen = (event: KeyboardEvent): void => {
    const action = actions[nameOf(event)];
    if (action === undefined || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  addEventListener("keydown", listen, { capture: true });
}

/** "Mod-k" is Ctrl-K, and Cmd-K on a Mac. */
function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey, code }: KeyboardEvent): string {
  // Alt and a letter is another letter on many keyboards.
  const plain = altKey && code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
  const modifiers = [ctrlKey || metaKey ? "Mod-" : "", altKey ? "Alt-" : "", shiftKey ? "Shift-" : ""];
  return modifiers.join("") + (plain.length === 1 ? plain.toLowerCase() : plain);
}
