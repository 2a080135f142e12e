/** The first test images: all that the public tests read, and a tenth of what the first visit would load otherwise. */
export const FIRST_IMAGES = { name: "first-test", count: 1000 } as const;
