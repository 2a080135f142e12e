/* Small preferences of this browser: sizes and colours. Without storage they last as long as the page. */

const PREFIX = "robustness-lab:";

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A private window or a full storage: the preference is lost with the page.
  }
}
