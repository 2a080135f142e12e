import { stat } from "node:fs/promises";
import { collect, type Collected } from "../office/class/collect.ts";
import { discoverRoster } from "../office/class/discover/roster.ts";
import { UsageError } from "../shared/errors.ts";
import type { CollectCommand } from "./collect-options.ts";
import { EXIT } from "./run-command.ts";
import { abortOnSignals } from "./signals.ts";

/** Collects a roster and tells of each. Gives the exit code. */
export async function collectCommand({ roster, out }: CollectCommand): Promise<number> {
  if (!(await isFile(roster))) throw new UsageError(`${roster} is no file: expected a roster, a .csv`);
  const entries = await discoverRoster(roster);
  const signal = abortOnSignals("stopping: what was fetched is left, no roster is written ...");
  const { SUBMISSIONS_TOKEN: secret, GITHUB_SERVER_URL: server = "https://github.com" } = process.env;
  const collected = await collect(entries, out, {
    ...(secret === undefined || secret === "" ? {} : { token: { server, secret } }),
    signal,
    onCollected: (one) => console.error(lineOf(one)),
  });
  if (signal.aborted) return EXIT.fault;
  const here = collected.filter(({ status }) => status === "here").length;
  console.log(`${here} of ${collected.length} are in ${out}; ${out}/roster.csv has their paths`);
  return collected.some(({ status }) => status === "fault") ? EXIT.fault : EXIT.done;
}

function lineOf(one: Collected): string {
  return one.status === "here" ? `${one.id}: here` : `${one.id}: ${one.problem}`;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
