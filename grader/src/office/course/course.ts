import { z } from "zod";
import { parseAmount } from "./amount.ts";
import { parseDuration, parseExtension, parseMoment, parseZone } from "./moment.ts";

/*
 * What a course decides, as it is written in course.yaml: every value is a text, checked here and interpreted where it is
 * used, so that class.json can keep it as it stands.
 */

/** A text that `parse` accepts. `parse` throws a RangeError that says what was expected. */
function textFor(parse: (text: string) => unknown) {
  return z.string({ error: "expected a text" }).superRefine((text, context) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
    }
  });
}

const id = z.string({ error: "expected an id" }).min(1, { error: "expected an id" });
const amount = textFor(parseAmount);

const penalty = z.strictObject({
  /** For each day begun after the deadline: "10 %" of the maximum points, or "10 points". */
  "per-day": amount,
  /** The most that lateness costs: "50 %" or "50 points". */
  "at-most": amount.exactOptional(),
});

/** The schema of course.yaml. `contradictionsIn` checks what concerns several values. */
export const COURSE_SCHEMA = z.strictObject({
  /** "2026-10-01 23:59", in `timezone` unless it ends with an offset. */
  deadline: textFor(parseMoment).exactOptional(),
  /** "Europe/Zurich" or "+02:00". */
  timezone: textFor(parseZone).exactOptional(),
  /** "15 minutes" after the deadline that cost nothing. */
  grace: textFor(parseDuration).exactOptional(),
  penalty: penalty.exactOptional(),
  /** By student or team: another deadline, or "3 days" after the deadline. */
  extensions: z.record(id, textFor(parseExtension)).exactOptional(),
  /** The ids of the members, by the name of the team. */
  teams: z.record(id, z.array(id, { error: "expected a list of ids, such as [s-1, s-2]" }).min(1)).exactOptional(),
  /** Where students ask about their grades. */
  contact: z.string().min(1).exactOptional(),
});

/** What a course decides. */
export type Course = DeepReadonly<z.infer<typeof COURSE_SCHEMA>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
