/** The files of a comparison. */
export const SIMILARITY_FILES = ["similarity.html", "similarity.csv", "similarity.json"] as const;
