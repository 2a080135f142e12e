/** Ends the title of a test that is left out without bubblewrap: a reporter lists them, and CI fails if there are any. */
export const NEEDS_BUBBLEWRAP = "[needs bubblewrap]";
