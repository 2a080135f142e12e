import type { Theme } from "../state.ts";
import { remember, remembered } from "./memory.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function rememberedTheme(): Theme {
  const theme = remembered("theme");
  return THEMES.find((each) => each === theme) ?? "system";
}

/** Sets the attribute by which page.css chooses the colours. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}
