import type { StoredFile } from "./database.ts";

/** Tells the site's other tabs of writes. @param onChange is called for those of others */
export function openTabs(base: string, onChange: (change: StoredFile) => void) {
  const channel = new BroadcastChannel(`robustness-lab tabs ${base}`);
  channel.addEventListener("message", ({ data }: MessageEvent<StoredFile>) => onChange(data));
  return { tell: (change: StoredFile): void => channel.postMessage(change) };
}
