import { fileURLToPath } from "node:url";

/** The repository's root folder, with a trailing slash. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const SOLUTION_FOLDER = `${ROOT}solution`;
/** The sheet with all exercises, from which the students' is made. */
export const SHEET_FILE = `${ROOT}solution/README.md.hbs`;
/** What the course decides. */
export const COURSE_FILE = `${ROOT}course.yaml`;
export const TEMPLATE_FOLDER = `${ROOT}template`;
/** The pictures in README and docs. */
export const IMAGES_FOLDER = `${ROOT}docs/images/`;
/** Files that can be recomputed; safe to delete at any time. */
export const CACHE_FOLDER = `${ROOT}node_modules/.cache/`;
/** Results with their reports, a folder per outcome; for tests. */
export const REPORT_GOLDENS = `${ROOT}grader/src/pipeline/report/goldens/`;
