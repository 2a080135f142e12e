import type { Readable } from "node:stream";
import type { Limits } from "./run-limits.ts";

/**
 * Reads streams to their end, so that the child never blocks on a full pipe, and keeps the first and the last half of
 * `outputBytes`.
 *
 * @param onFlood called once, when more than `printedBytes` have arrived
 * @returns a function that returns the text kept so far
 */
export function keepOutput(
  streams: readonly Readable[],
  { outputBytes, printedBytes }: Pick<Limits, "outputBytes" | "printedBytes">,
  onFlood: () => void,
): () => string {
  const half = Math.floor(outputBytes / 2);
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let printed = 0;
  const keep = (chunk: Buffer): void => {
    const room = half - head.length;
    if (room > 0) head = Buffer.concat([head, chunk.subarray(0, room)]);
    if (chunk.length > room) tail = Buffer.concat([tail, chunk.subarray(Math.max(0, room))]).subarray(-half);
    if (printed <= printedBytes && printed + chunk.length > printedBytes) onFlood();
    printed += chunk.length;
  };
  for (const stream of streams) stream.on("data", keep);
  return () => {
    const left = printed - head.length - tail.length;
    const gap = left > 0 ? "\n[...]\n" : "";
    return head.toString("utf8") + gap + tail.toString("utf8");
  };
}
