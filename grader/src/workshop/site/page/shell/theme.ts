import type { Theme } from "../state.ts";
import { remember, remembered } from "./memory.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function rememberedTheme(): Theme {
  const theme = remembered("theme");
  return THEMES.find((each) => each === theme) ?? "system";
}

/** Sets the attribute by which the styles of the page and of the lab choose the colours. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Shows colours in this page, and in the lab, which hears of what is remembered. */
export function applyTheme(theme: Theme): void {
  showTheme(theme);
  remember("theme", theme);
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}
