import { isSound, parseCheckpoint } from "../../experiments/records/checkpoint.ts";
import type { Model } from "../shared/data.ts";
import { listResults, readCheckpoint } from "./files.ts";
import { idOf, toModel } from "./models.ts";
import type { Result, Store } from "./state.ts";

/**
 * Keeps the results in the store up to date with the files.
 *
 * @param onModels gets all models when some change, with the ids of those that are new, different or gone
 * @returns reads what has changed
 */
export function makeResults(
  store: Store,
  onModels: (models: readonly Model[], changed: readonly string[]) => void,
): () => Promise<void> {
  let last = Promise.resolve();
  const refresh = async (): Promise<void> => {
    const before = store.get().results;
    const { code, results: listed } = await listResults();
    const found = await Promise.all(
      listed.map(async ({ name, version }) => {
        const known = before.find((each) => each.name === name && each.version === version);
        return known ?? (await readResult(name, version));
      }),
    );
    const results = found.filter((each) => each !== undefined);
    store.set({ code, results });
    const changed = [...before, ...results].filter((each) => !(before.includes(each) && results.includes(each)));
    if (changed.length > 0)
      onModels(
        results.map(toModel),
        changed.map(({ name }) => idOf(name)),
      );
  };
  // One after the other, so that an earlier answer never replaces a later one. Without a server, what is known stays.
  return () => (last = last.then(refresh).catch(() => {}));
}

/** @returns undefined for a checkpoint that cannot be read or whose weights do not fit their shapes */
async function readResult(name: string, version: string): Promise<Result | undefined> {
  try {
    const checkpoint = parseCheckpoint(await readCheckpoint(name));
    return checkpoint !== undefined && isSound(checkpoint) ? { name, version, checkpoint } : undefined;
  } catch {
    return undefined;
  }
}
