import type { StoredFile } from "./database.ts";

/** A write in another tab. */
export type TabChange = StoredFile;

/** Tells the site's other tabs of writes. @param onChange is called for those of others */
export function openTabs(base: string, onChange: (change: TabChange) => void) {
  const channel = new BroadcastChannel(`robustness-lab tabs ${base}`);
  channel.addEventListener("message", ({ data }: MessageEvent<TabChange>) => onChange(data));
  return { tell: (change: TabChange): void => channel.postMessage(change) };
}
