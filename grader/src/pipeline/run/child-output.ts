import type { Readable } from "node:stream";

/** What a child printed: its start and its end, whatever came between. */
export interface ChildOutput {
  readonly text: () => string;
}

/**
 * Reads streams to their end, so that nobody waits for us, and keeps a little of them.
 *
 * @param keptBytes half of it for the start, half for the end
 * @param onFlood told once, when more than printedBytes came
 */
export function keepOutput(
  streams: readonly Readable[],
  { keptBytes, printedBytes }: { readonly keptBytes: number; readonly printedBytes: number },
  onFlood: () => void,
): ChildOutput {
  const half = Math.floor(keptBytes / 2);
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
  const text = (): string => {
    const left = printed - head.length - tail.length;
    const gap = left > 0 ? "\n[...]\n" : "";
    return head.toString("utf8") + gap + tail.toString("utf8");
  };
  return { text };
}
