/** The files of an overview. */
export const OVERVIEW_FILES = ["overview.html", "overview.csv", "overview.json"] as const;
