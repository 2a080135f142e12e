/** Exit codes of the reference run. */
export const EXIT = { ok: 0, fault: 1, usage: 2 } as const;
