import type { Theme } from "../state.ts";
import { remember, remembered } from "./memory.ts";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function rememberedTheme(): Theme {
  const theme = remembered("theme");
  return THEMES.find((each) => each === theme) ?? "system";
}

/** Colours follow `color-scheme`, so one property changes all of them. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
  remember("theme", theme);
}

export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
}
