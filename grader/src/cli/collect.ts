import { stat } from "node:fs/promises";
import { collect, type Collected } from "../office/class/collect.ts";
import { discoverRoster } from "../office/class/discover/roster.ts";
import { UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";

/** Fetches the commits in a roster and prints a line for each. */
export async function collectRoster(roster: string, out: string, signal: AbortSignal): Promise<number> {
  if (!(await isFile(roster))) throw new UsageError(`${roster} is not a file: expected a roster (.csv)`);
  const entries = await discoverRoster(roster);
  const { SUBMISSIONS_TOKEN: secret, GITHUB_SERVER_URL: server = "https://github.com" } = process.env;
  const collected = await collect(entries, out, {
    ...(secret === undefined || secret === "" ? {} : { token: { server, secret } }),
    signal,
    onCollected: (one) => console.error(lineOf(one)),
  });
  if (signal.aborted) return EXIT.fault;
  const fetched = collected.filter(({ status }) => status === "fetched").length;
  console.log(`${fetched} of ${collected.length} are in ${out}; ${out}/roster.csv lists their paths`);
  return collected.some(({ status }) => status === "fault") ? EXIT.fault : EXIT.done;
}

function lineOf(one: Collected): string {
  return one.status === "fetched" ? `${one.id}: fetched` : `${one.id}: ${one.problem}`;
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
