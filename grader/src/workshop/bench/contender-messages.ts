import { z } from "zod";

/* The lines of JSON that a contender writes: that it is ready or absent, then a time for each workload it reads. */

/** A contender that is ready to be timed. */
export const readySchema = z.object({
  ready: z.object({
    /** Version, device and threads, for the reader. */
    description: z.string(),
    /** From the start of the process, including the runtime, to the values of a first tensor. */
    startMs: z.number(),
    /** Peak additions and multiplications a second, on data in registers and the first cache; 0 if unknown. */
    peakOperations: z.number(),
  }),
});

/** A contender that is not available, with the reason. */
export const absentSchema = z.object({ absent: z.string() });

/** One call of a workload. */
export const timeSchema = z.object({
  seconds: z.number().positive(),
  /** Of all threads: at most seconds times threads. */
  cpuSeconds: z.number().nonnegative(),
  /** The largest resident set so far. */
  peakBytes: z.number(),
});

export type Ready = z.infer<typeof readySchema>["ready"];
export type Timing = z.infer<typeof timeSchema>;
