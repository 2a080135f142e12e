import type { Lateness } from "./lateness.ts";

/** Lateness in words: "on time", "late by 1 day 2 hours", or "late" if nothing says by how much. */
export function lateWords({ minutes }: Pick<Lateness, "minutes">): string {
  if (minutes === null) return "late";
  if (minutes === 0) return "on time";
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor(minutes / 60) % 24, "hour"],
    [minutes % 60, "minute"],
  ] as const;
  const words = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}${count === 1 ? "" : "s"}`]));
  return `late by ${words.join(" ")}`;
}
