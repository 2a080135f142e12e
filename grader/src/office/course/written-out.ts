import { Temporal } from "temporal-polyfill";
import { toUtc } from "./lateness.ts";

/** The languages in which we read the names of months. */
const LANGUAGES = ["en", "de", "fr", "it", "es", "nl", "pt"];
const WRITTEN_OUT =
  /(?<!\d)(\d{1,2})\.? (?:de )?(\p{L}+)\.? (?:de )?(\d{4})\D+(\d{1,2})[:.](\d{2})(?: ?([AP])\.?M\.?)?$/iu;

/**
 * Parses a time as Moodle writes it, such as "Thursday, 1 October 2026, 10:37 PM" or "Donnerstag, 1. Oktober 2026, 22:37".
 * Of a time that a clock change repeats it is the first. @returns it in UTC; undefined if it is something else or no zone is known
 */
export function parseWrittenOut(text: string, zone: string | undefined): string | undefined {
  const [, day = "", month = "", year = "", hour = "", minute = "", half] = WRITTEN_OUT.exec(text.trim()) ?? [];
  const number = MONTHS.get(month.toLowerCase());
  if (number === undefined || zone === undefined) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  try {
    const fields = { year: Number(year), month: number, day: Number(day), hour: hours, minute: Number(minute) };
    const local = Temporal.PlainDateTime.from(fields, { overflow: "reject" });
    return toUtc(local.toZonedDateTime(zone, { disambiguation: "earlier" }).toInstant());
  } catch {
    return undefined;
  }
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) =>
    (["long", "short"] as const).flatMap((month) => {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
      return Array.from({ length: 12 }, (_, index) => {
        return [
          format
            .format(Date.UTC(2026, index, 1))
            .toLowerCase()
            .replace(/\.$/, ""),
          index + 1,
        ] as const;
      });
    }),
  ),
);
