import { githubApi } from "./github-api.ts";
import { readClassList } from "../office/github/class-list.ts";
import {
  makeRepository,
  planRepositories,
  type Made,
  type Place,
  type Planned,
} from "../office/github/repositories.ts";
import { protectRepositories } from "../office/github/rulesets.ts";
import { isStopped, type GithubApi } from "../office/github/api.ts";
import { countWords } from "../pipeline/report/wording.ts";
import { EXIT } from "../shared/exit.ts";

interface Options extends Pick<Place, "template" | "prefix"> {
  readonly org: string;
  readonly dryRun: boolean;
  readonly protect: boolean;
  readonly pause: number;
}

/** Makes a repository for each student of a class list, and prints a line for each. */
export async function makeRepositories(file: string, options: Options, signal: AbortSignal): Promise<number> {
  const api = githubApi("SETUP_TOKEN", "makes repositories", { pauseMs: options.pause, signal });
  const place = { organisation: options.org, template: options.template, prefix: options.prefix };
  const { students, skipped } = await readClassList(file);
  for (const line of skipped) console.error(line);
  const planned = await planRepositories(students, place, api);
  if (options.dryRun) {
    for (const one of planned) console.log(`${place.organisation}/${one.repository}: ${plannedWords(one)}`);
    console.log(summaryOfPlan(planned, options));
    return EXIT.done;
  }
  const made = await makeAll(planned, place, api);
  const isProtected = !options.protect || signal.aborted || (await protect(place, api));
  const done = made.filter(({ status }) => status === "done").length;
  console.log(`${done} of ${planned.length} students have a repository in ${place.organisation} and an invitation`);
  return done === planned.length && isProtected ? EXIT.done : EXIT.fault;
}

async function makeAll(planned: readonly Planned[], place: Place, api: GithubApi): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const [index, one] of planned.entries()) {
    if (api.signal.aborted) break;
    const outcome = await makeRepository(one, place, api);
    if (isStopped(outcome, api)) break;
    console.error(`${index + 1}/${planned.length} ${one.repository}: ${outcomeWords(outcome, one)}`);
    made.push(outcome);
  }
  return made;
}

async function protect({ organisation, prefix }: Place, api: GithubApi): Promise<boolean> {
  const { made, problem } = await protectRepositories(organisation, prefix, api);
  for (const name of made) console.error(`rule "${name}": made`);
  if (problem !== undefined) console.error(`rules: failed: ${problem}`);
  return problem === undefined;
}

function outcomeWords(outcome: Made, { student }: Planned): string {
  if (outcome.status === "failed") return `failed: ${outcome.problem}`;
  const made = outcome.made ? "made" : "there already";
  return `${made}, ${student.login} ${outcome.invited ? "is invited" : "had an invitation or access"}`;
}

function plannedWords({ exists, student }: Planned): string {
  return exists ? "there already" : `would be made, and ${student.login} invited`;
}

function summaryOfPlan(planned: readonly Planned[], { pause }: Options): string {
  const missing = planned.filter(({ exists }) => !exists).length;
  const minutes = Math.ceil((missing * 2 * (pause + 1000)) / 60_000);
  return `${missing} of ${planned.length} would be made: ${missing * 2} requests that write, about ${countWords(minutes, "minute")}`;
}
