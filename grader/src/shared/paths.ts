import { fileURLToPath } from "node:url";

/** The repository's root folder, with a trailing slash. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const SOLUTION_FOLDER = `${ROOT}solution`;
export const TEMPLATE_FOLDER = `${ROOT}template`;
/** Pictures that README and docs show. */
export const IMAGES_FOLDER = `${ROOT}docs/images/`;
/** Whatever can be computed again; safe to delete at any time. */
export const CACHE_FOLDER = `${ROOT}node_modules/.cache/`;
/** Whole results and the reports made of them, by outcome; for tests. */
export const REPORT_GOLDENS = `${ROOT}grader/src/pipeline/report/goldens/`;
