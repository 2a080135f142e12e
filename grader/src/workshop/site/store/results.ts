import type { ResultList } from "../../../../../template/lab/shared/source.ts";
import { isSound, parseCheckpoint } from "../../../../../template/experiments/records/checkpoint.ts";
import { openDatabase } from "./database.ts";

/** The trained models, as `npm run train` keeps them in results/. */
export function openResults(base: string) {
  const database = openDatabase(base, () => {});
  // Whoever reads or saves is told.
  database.catch(() => {});
  return {
    list: async (): Promise<ResultList["results"]> => {
      const found = await (await database).getAll("results");
      return found.map(({ name, at }) => ({ name, version: String(at) }));
    },
    /** @throws Error if there is none */
    read: async (name: string): Promise<string> => {
      const found = await (await database).get("results", name);
      if (found === undefined) throw new Error(`there is no result ${name}`);
      return found.checkpoint;
    },
    /** @throws Error if the storage is full, or the checkpoint is damaged */
    save: async (name: string, checkpoint: string, seconds: number): Promise<void> => {
      const parsed = parseCheckpoint(checkpoint);
      if (parsed === undefined || !isSound(parsed))
        throw new Error("this is not a checkpoint of this version: reload the page");
      await (await database).put("results", { name, at: Date.now(), seconds, checkpoint });
    },
  };
}
