/** The files that an overview is written to. */
export const OVERVIEW_FILES = ["overview.html", "overview.csv", "overview.json"] as const;
