import { z } from "zod";

/*
 * What a contender writes, a line of JSON each: that it is ready, that it cannot take part, and a time for each workload
 * that it was given a line with.
 */

/** A contender that is ready to be timed. */
export const readySchema = z.object({
  ready: z.object({
    /** What computes, for the reader: version, device, threads. */
    description: z.string(),
    /** From the start of the process, the load of the language and all, to the values of a first tensor. */
    startMs: z.number(),
    /** What multiplications and additions reach here at best, in operations a second: data in registers and the first cache. */
    peakOperations: z.number(),
  }),
});

/** A contender that is not here. */
export const absentSchema = z.object({ absent: z.string() });

/** One call of a workload. */
export const timeSchema = z.object({
  seconds: z.number().positive(),
  /** Of all threads. More than seconds times threads cannot be. */
  cpuSeconds: z.number().nonnegative(),
  /** The largest resident set so far. */
  peakBytes: z.number(),
});

export type Ready = z.infer<typeof readySchema>["ready"];
export type Timing = z.infer<typeof timeSchema>;
