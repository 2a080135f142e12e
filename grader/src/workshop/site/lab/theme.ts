import { rememberedTheme, showTheme } from "../page/shell/theme.ts";

/* The lab has the colours that were chosen in the page around it. */

const show = (): void => showTheme(rememberedTheme());
show();
addEventListener("storage", show);
