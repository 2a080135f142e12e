import { UsageError } from "../shared/errors.ts";
import { addressClass, addressOne, commentOn, postAll, renderDryRun } from "../office/github/comment-results.ts";
import { EXIT } from "../shared/exit.ts";
import { githubApi } from "./github-api.ts";

interface Options {
  readonly roster?: string;
  readonly repository?: string;
  readonly commit?: string;
  readonly dryRun: boolean;
  readonly pause: number;
}

/** Comments on the commits of a class or of one student; a dry run prints the texts, for one result without an address. */
export async function comment(results: string, options: Options, signal: AbortSignal): Promise<number> {
  if (options.dryRun && options.roster === undefined && options.repository === undefined) {
    console.log(await commentOn(results));
    return EXIT.done;
  }
  const found = await address(results, options);
  const addressed = found.filter((one) => "commit" in one);
  for (const one of found) if ("problem" in one) console.error(`${one.id}: no comment: ${one.problem}`);
  if (options.dryRun) {
    if (addressed.length > 0) console.log(renderDryRun(addressed));
    return EXIT.done;
  }
  const api = githubApi("SUBMISSIONS_TOKEN", "may write comments", { pauseMs: options.pause, signal });
  const posted = await postAll(addressed, api);
  console.log(`${posted} of ${addressed.length} reports are posted as comments`);
  return posted === addressed.length ? EXIT.done : EXIT.fault;
}

async function address(results: string, { roster, repository, commit }: Options) {
  if (roster !== undefined && repository === undefined && commit === undefined) {
    return addressClass(results, roster, process.env["GITHUB_SERVER_URL"] ?? "https://github.com");
  }
  if (roster === undefined && repository !== undefined && commit !== undefined) {
    return [await addressOne(results, repository, commit)];
  }
  throw new UsageError("expected either --roster, for a class, or --repository and --commit, for one result");
}
