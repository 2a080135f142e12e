import { Temporal } from "temporal-polyfill";
import { toUtc } from "./lateness.ts";

/** Parses a time with its offset, such as 2026-10-01T23:59:30+02:00. @returns it in UTC; undefined if it is something else */
export function parseInstant(text: string): string | undefined {
  try {
    return toUtc(Temporal.Instant.from(text.replace(/^(\S+) (\d)/, "$1T$2").replace(/ (?=[+-]\d)/, "")));
  } catch {
    return undefined;
  }
}
